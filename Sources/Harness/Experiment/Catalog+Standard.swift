import Clustering
import Stages

extension Catalog {
  /// The methods of this package.
  public static let standard = Catalog(clusterers: Clusterers.all)
}
