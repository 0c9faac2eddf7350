import Experiments
import Foundation
import Results

extension StoredRun {
  /// Returns the experiment of the run with every default, to be made again or changed.
  ///
  /// The paths of its inputs are as they were given, from a folder that no run stores: that of the experiment file, or the
  /// current one.
  /// - Parameter vocabulary: the methods that the experiment may name.
  /// - Throws: ``ExperimentError`` where it cannot be read.
  package func experiment(vocabulary: Experiment.Vocabulary = .standard) throws -> Experiment {
    let text = String(decoding: try JSONEncoder().encode(record.experiment), as: UTF8.self)
    return try ExperimentFile.parse(text, file: folder.path(of: RunFolder.runFile), vocabulary: vocabulary)
  }
}
