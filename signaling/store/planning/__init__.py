"""What planning reads of the store: the calls of a period in sums, and who was at work; and its trials."""
