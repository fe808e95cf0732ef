"""The bundled model: a small recurrent network for English, a convolutional encoder for French."""
