import Clustering
import Stages

extension Experiment {
  /// A clusterer, under the name by which its results are stored.
  public struct NamedClusterer: Sendable, Equatable {
    public var name: String
    public var method: any Clusterer
    /// The spaces that it clusters; nil for all.
    public var spaces: [String]?

    /// - Parameters:
    ///   - name: nil for the method's own.
    ///   - spaces: the spaces that it clusters; nil for all.
    public init(_ method: any Clusterer, name: String? = nil, on spaces: [String]? = nil) {
      self.name = name ?? method.kind
      self.method = method
      self.spaces = spaces
    }

    /// Equal names, methods and settings.
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
      guard method is any FixedCountClusterer, k == nil else { return method }
      guard let classes else { throw RunError(.noClusterCount(clusterer: name)) }
      return forming(classes).method
    }
  }

  /// The clusterers of an experiment that names none: k-means and a Gaussian mixture.
  public static func defaultClusterers(k: Int? = nil) -> [NamedClusterer] {
    [NamedClusterer(KMeans(clusters: k)), NamedClusterer(GaussianMixture(clusters: k))]
  }
}
