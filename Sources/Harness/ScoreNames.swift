import Foundation
import Scores

/// The names of the scores, for those who parse what a user wrote.
public enum ScoreNames {
  public static let all = ScoreCatalog.all.map(\.name)
  /// Those of which the smallest value is the best.
  public static let lowerIsBetter = Set(ScoreCatalog.all.filter { !$0.higherIsBetter }.map(\.name))
}

/// What a path of images leads to.
public enum ImagePath {
  /// Whether it is a CIFAR binary or a folder of the official ones; else it is meant as a folder of class folders.
  public static func isCIFAR(_ path: String) -> Bool {
    if path.hasSuffix(".bin") { return true }
    return ["data_batch_1.bin", "test_batch.bin", "train.bin", "test.bin"].contains {
      FileManager.default.fileExists(atPath: path + "/" + $0)
    }
  }
}
