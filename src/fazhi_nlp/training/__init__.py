"""From gold reports to a trained model: augmentation now; data collation and the trainer need the extra ``train``."""
