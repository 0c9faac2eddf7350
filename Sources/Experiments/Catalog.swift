import Core
import Features
import Reduction
import Scores
import Stages

/// The methods, scores and formats of features that experiments can name.
///
/// A method, score or importer of your own is appended to ``standard``'s, and is then read from experiment files,
/// stored, resumed, swept, tested and drawn like the others. Names must differ.
public struct Catalog: Sendable {
  /// The clusterers, in the order in which lists show them.
  public var clusterers: [any Clusterer.Type]
  /// The makers of spaces (fusions, reductions and scalings), in the order in which lists show them.
  public var spaceMakers: [any SpaceMaker.Type]
  /// The methods of maps that make no spaces; makers of spaces that conform to `MapMaker` draw maps, too.
  public var mapMakers: [any MapMaker.Type]
  /// The scores, in the order in which tables list them.
  public var scores: [any Score]
  /// The formats that features are read from, in the order in which they are tried.
  public var importers: [any FeatureImporter]

  /// Makes a catalog, without methods unless they are given.
  public init(
    clusterers: [any Clusterer.Type] = [], spaceMakers: [any SpaceMaker.Type] = [],
    mapMakers: [any MapMaker.Type] = Reductions.maps, scores: [any Score] = ScoreCatalog.all,
    importers: [any FeatureImporter] = FeatureImporters.all
  ) {
    self.clusterers = clusterers
    self.spaceMakers = spaceMakers
    self.mapMakers = mapMakers
    self.scores = scores
    self.importers = importers
  }

  /// The names of all methods, clusterers first.
  public var names: [String] { clusterers.map { $0.name } + spaceMakers.map { $0.name } }

  /// Returns the clusterer of a name; nil for an unknown one.
  public func clusterer(named name: String) -> (any Clusterer.Type)? { clusterers.first { $0.name == name } }

  /// Returns the maker of spaces of a name; nil for an unknown one.
  public func spaceMaker(named name: String) -> (any SpaceMaker.Type)? { spaceMakers.first { $0.name == name } }

  /// All methods of maps: those that make no spaces, then the makers of spaces that draw maps.
  public var maps: [any MapMaker.Type] { mapMakers + spaceMakers.compactMap { $0 as? any MapMaker.Type } }

  /// Returns the method of maps of a name; nil for an unknown one.
  public func map(named name: String) -> (any MapMaker.Type)? { maps.first { $0.name == name } }

  /// Returns the score of a short name.
  ///
  /// - Throws: `ScoreError` with the nearest known name.
  public func score(named name: String) throws -> any Score {
    try ScoreCatalog.find(name, among: scores, by: \.name)
  }
}

extension Catalog {
  /// The usual endings of feature files, such as `.npy, .csv or .tsv`.
  package var fileEndings: String { importers.fileEndings }

  /// Returns whether files of an extension, without its dot, are usually features.
  func readsFeatures(of suffix: String) -> Bool { importers.contains { $0.fileExtensions.contains(suffix) } }
}

extension Catalog: Equatable {
  /// Returns whether both name the same things in the same order.
  public static func == (one: Catalog, other: Catalog) -> Bool {
    one.names == other.names && one.maps.map { $0.name } == other.maps.map { $0.name }
      && one.scores.map(\.name) == other.scores.map(\.name)
      && one.importers.map(\.format) == other.importers.map(\.format)
  }
}
