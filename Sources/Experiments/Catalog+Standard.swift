import Clustering
import Fusion
import Reduction
import Results
import Stages

extension Catalog {
  /// The methods, scores and formats of this package.
  public static let standard = Catalog(
    clusterers: Clusterers.all, spaceMakers: Fusions.all + Reductions.all)
}

extension Experiment.Vocabulary {
  /// All scores, figures and methods of this package.
  public static let standard = Experiment.Vocabulary(
    figures: FigureKind.allCases.map(\.rawValue))
}
