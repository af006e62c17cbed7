"""Reading danger in what a texter writes: levels, reasons, the lexicon, and how two readers combine."""
