"""A small network that judges again what the n-gram model finds doubtful.

    packed        the training text, at most 60 MiB on disk
    misreading    puts recognition errors into symbols
    bigrams       the n-gram model's pairs as one dense table
    network       the network
    training      trains it in steps that can be resumed; logs its curves
    export        writes it for onnxruntime, with weights of eight bits
    evaluation    what the judges of suspects gain by it
    drawing       its learning curve as a picture
    command       the steps on the command line

``python packaging/training/neural --help`` says how to run them. Needs the dependency group ``neural-training``.
"""
