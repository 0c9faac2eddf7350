import Clustering
import Core
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

    /// True for a partition from a file that names no space.
    fileprivate var needsSpace: Bool { method.isGiven && spaces == nil }

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

  /// The experiment with each partition from a file on the first clustered space, unless it names its spaces: a partition is
  /// the same on every space, and only its internal scores, distances and maps need one.
  package var placingGivenPartitions: Experiment {
    guard let first = clusteredSpaces.first else { return self }
    var placed = self
    for index in clusterers.indices where clusterers[index].needsSpace {
      placed.clusterers[index].spaces = [first.name]
    }
    return placed
  }

  /// A note for each partition from a file that is placed on the first of several spaces.
  package var placementNotices: [Notice] {
    guard clusteredSpaces.count > 1 else { return [] }
    return clusterers.filter(\.needsSpace).map { named in
      Notice(
        kind: "first-space",
        message:
          "\(named.name) stands on the first space, \(clusteredSpaces[0].name): scores against labels are the same on "
          + "all, and scores without labels need one; set \"on\" for another one")
    }
  }

  /// Returns the clusterers of an experiment that names none: k-means and a Gaussian mixture, with `k` clusters or as
  /// many as classes.
  public static func defaultClusterers(k: Int? = nil) -> [NamedClusterer] {
    [NamedClusterer(KMeans(clusters: k)), NamedClusterer(GaussianMixture(clusters: k))]
  }
}
