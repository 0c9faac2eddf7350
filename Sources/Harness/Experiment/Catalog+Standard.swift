import Clustering
import Fusion
import Reduction
import Stages

extension Catalog {
  /// The methods of this package.
  public static let standard = Catalog(
    clusterers: Clusterers.all, spaceMakers: Fusions.all + Reductions.all)
}
