"""The benchmark: how good drawings are at so many numbers, beside other tools.

`sets` finds pictures, `peers` runs other tools, `counting` counts their numbers by the one rule,
`curve` measures every method at every budget, `problems` asks which problems are solved and when,
`tables` and `sheets` show it, `run` does it all in parallel and can go on where it stopped.
"""
