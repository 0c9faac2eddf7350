import Clustering
import Stages

extension Experiment {
  /// A clusterer under the name by which its results are stored.
  public struct NamedClusterer: Sendable, Equatable {
    /// The name, different from those of the other clusterers.
    public var name: String
    /// The method with its settings.
    public var method: any Clusterer
    /// The names of the spaces that it clusters; nil for all.
    public var spaces: [String]?

    /// Names a clusterer.
    ///
    /// - Parameters:
    ///   - name: nil for the method's own.
    ///   - spaces: the names of the spaces that it clusters; nil for all.
    public init(_ method: any Clusterer, name: String? = nil, on spaces: [String]? = nil) {
      self.name = name ?? method.kind
      self.method = method
      self.spaces = spaces
    }

    /// Returns whether both have the same name, spaces, method and settings.
    public static func == (one: NamedClusterer, other: NamedClusterer) -> Bool {
      one.name == other.name && one.spaces == other.spaces && one.method.kind == other.method.kind
        && one.method.settings == other.method.settings
    }

    /// The number of clusters that is asked for; nil for the number of classes, and for a method that finds its own.
    public var k: Int? { (method as? any FixedCountClusterer)?.clusters }

    /// The same clusterer with another number of clusters; unchanged where it finds its own.
    package func forming(_ k: Int) -> NamedClusterer {
      guard var fixed = method as? any FixedCountClusterer else { return self }
      fixed.clusters = k
      return NamedClusterer(fixed, name: name, on: spaces)
    }

    /// The method with the number of classes where no k is given.
    ///
    /// - Throws: ``RunError`` when it needs one and neither is known.
    package func method(classes: Int?) throws -> any Clusterer {
      guard let fixed = method as? any FixedCountClusterer, k == nil, !fixed.findsClusters else { return method }
      guard let classes else { throw RunError(.noClusterCount(clusterer: name)) }
      return forming(classes).method
    }
  }

  /// Returns the clusterers of an experiment that names none: k-means and a Gaussian mixture, with `k` clusters or as
  /// many as classes.
  public static func defaultClusterers(k: Int? = nil) -> [NamedClusterer] {
    [NamedClusterer(KMeans(clusters: k)), NamedClusterer(GaussianMixture(clusters: k))]
  }
}
