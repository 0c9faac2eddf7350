// The library for other packages: all of the pipeline by one import.
@_exported import Clustering
@_exported import Core
@_exported import Datasets
@_exported import Experiments
@_exported import Features
@_exported import Fusion
@_exported import Matrices
@_exported import Reduction
@_exported import Report
@_exported import Results
@_exported import Runs
@_exported import Scores
@_exported import Stages
@_exported import Words
