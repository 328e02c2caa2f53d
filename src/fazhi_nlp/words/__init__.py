"""Words as a layer over the tokens: ``doc.spans["words"]``, for keywords and indicator phrases; never the token unit."""
