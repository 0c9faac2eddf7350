import ArgumentParser
import Core
import Experiments

/// `--missing` of every command that matches the rows of several files.
extension MissingItems: ExpressibleByArgument {
  static let help: ArgumentHelp =
    "The treatment of items that not all files have, where files are matched by id: error or drop."
}

/// `--nan` of the commands that read features.
extension Experiment.Feature.Undefined: ExpressibleByArgument {
  static let help = ArgumentHelp("The treatment of rows with NaN or infinity: drop or error.", valueName: "policy")
}

/// `--minus-one` of the commands that read true labels.
extension MinusOne: ExpressibleByArgument {
  static let help: ArgumentHelp =
    "The meaning of -1 among true labels: missing, class, or automatic (a class where -1 and 1 are the only labels)."
}

/// `--noise` of the commands that score clusters.
extension NoiseRule: ExpressibleByArgument {}

/// `--noise` of the command that scores rated pairs.
extension PairNoise: ExpressibleByArgument {}
