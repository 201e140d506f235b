"""How records end: by the plan of a decision, or one call at a time; each time with a receipt.

`scope` names every table, `plan` says what is due, `destroy` what that means for each kind of record,
`retention` does it in bounded transactions, `sweep` sees to the database's files, `register` gives out or
erases one call, and `receipts` keep the proof: they are chained like the journal, and bridge the gap that was
cut into it.
"""
