"""What the law wants: retention and receipts, proof, one call given out or erased, a second admin."""
