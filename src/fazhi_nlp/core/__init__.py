"""Ground of the library: coded errors, the tokenizer, numerals, same-length folding, what a `Doc` carries. Imports no other room."""
