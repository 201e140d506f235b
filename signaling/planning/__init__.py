"""How many guides are needed when: from what was seen to a first answer, in formulas.

`observed` ──▶ `demand` (rates, handling, patience) ──▶ `staffing` (by `erlang_a`)

Pure: the standard library, the core's values and nothing else. The true answer is the simulator's.
"""
