import Core
import Datasets
import Foundation
import Scores
import Stages

/// The comparison: a dataset with features, the ways to fuse and to cluster them, seeds and scores.
///
/// It is read from a file (``ExperimentFile``) or made from what the command line names. Every default is filled in;
/// only what depends on the data (the number of classes, the columns of a feature set) is left to the run.
public struct Experiment: Sendable, Equatable {
  public var name: String
  public var dataset: Dataset
  /// The imported feature sets. ``pixels`` needs no entry.
  public var features: [Feature]
  /// Named rows that are no items, which methods may read.
  public var references: [Reference]
  public var spaces: [Space]
  public var clusterers: [NamedClusterer]
  public var seeds: [UInt64]
  public var scores: [String]
  public var figures: [String]
  public var tsne: TSNE
  public var sweeps: Sweeps
  public var table: Table
  /// The fitted models that are stored.
  public var models: Models
  /// The label set that the scores are taken against; nil for the only or the first one.
  public var truth: String?
  /// The items that are taken, by their positions after matching; nil for all.
  public var rows: Range<Int>?
  /// The treatment of items that not all files have, where they are matched by id.
  public var missing: MissingItems
  /// The folder from which relative paths are meant: that of the file, or the current one.
  public var folder: String
  /// The methods, scores and formats that it may name.
  public var catalog: Catalog

  /// The name of the feature set that is always there when the dataset has images: their pixels.
  public static let pixels = "pixels"

  /// The words of an experiment file; everything that an experiment leaves out is taken from here.
  public struct Vocabulary: Sendable, Equatable {
    /// The scores of an experiment that names none.
    public var defaultScores: [String]
    /// Every figure there is; an experiment that names none draws all.
    public var figures: [String]
    /// The methods, scores and formats that can be named.
    public var catalog: Catalog

    public init(
      defaultScores: [String] = Self.commonScores, figures: [String] = [], catalog: Catalog = .standard
    ) {
      self.defaultScores = defaultScores
      self.figures = figures
      self.catalog = catalog
    }

    /// The names of all scores.
    public var scores: [String] { catalog.scores.map(\.name) }

    /// The scores that most comparisons report.
    public static let commonScores = ["kappa", "ari", "nmi", "accuracy"]
  }

  public init(
    name: String, dataset: Dataset = Dataset(), features: [Feature], references: [Reference] = [], spaces: [Space],
    clusterers: [NamedClusterer],
    seeds: [UInt64] = Self.seeds(5), scores: [String] = Vocabulary.commonScores, figures: [String] = [],
    tsne: TSNE = TSNE(), sweeps: Sweeps = Sweeps(), table: Table = Table(), models: Models = .small,
    truth: String? = nil, rows: Range<Int>? = nil, missing: MissingItems = .error, folder: String = ".",
    catalog: Catalog = .standard
  ) {
    self.name = name
    self.dataset = dataset
    self.features = features
    self.references = references
    self.spaces = spaces
    self.clusterers = clusterers
    self.seeds = seeds
    self.scores = scores
    self.figures = figures
    self.tsne = tsne
    self.sweeps = sweeps
    self.table = table
    self.models = models
    self.truth = truth
    self.rows = rows
    self.missing = missing
    self.folder = folder
    self.catalog = catalog
  }

  /// Returns a path of this experiment as seen from the current folder.
  public func resolve(_ path: String) -> String {
    if path.hasPrefix("/") || folder.isEmpty || folder == "." { return path }
    return folder.hasSuffix("/") ? folder + path : folder + "/" + path
  }

  /// The seeds 0, 1, … up to `count` of them.
  public static func seeds(_ count: Int) -> [UInt64] { (0..<max(count, 0)).map(UInt64.init) }
}

// MARK: - Dataset

extension Experiment {
  public struct Dataset: Sendable, Equatable {
    public var images: Images?
    public var labels: [Labels]
    /// The captions, one an item.
    public var captions: FileColumn?
    /// The column of a table that names the items.
    public var ids: FileColumn?

    public init(images: Images? = nil, labels: [Labels] = [], captions: FileColumn? = nil, ids: FileColumn? = nil) {
      self.images = images
      self.labels = labels
      self.captions = captions
      self.ids = ids
    }
  }

  public enum Images: Sendable, Equatable {
    /// A labelled set in files of its own form, or a folder of them; which CIFAR it is, where that cannot be told; and the
    /// file that names the classes.
    case set(LabelledSet, paths: [String], format: CIFARFormat? = nil, classes: String? = nil)
    /// Image files in a folder, scaled to `size` × `size` pixels; nil as they are.
    case folder(path: String, size: Int?, unreadable: UnreadableImages = .error)
  }

  /// One column of truth and where it comes from.
  public struct Labels: Sendable, Equatable {
    public enum Source: Sendable, Equatable {
      case table(Column)
      case file(path: String, classes: String?)
    }

    public var name: String
    public var source: Source
    /// The column of a table that names the items.
    public var idColumn: String?
    /// True where a table begins with a header; nil to find out.
    public var header: Bool?
    /// The meaning of -1 among labels that are numbers.
    public var minusOne: MinusOne

    public init(
      name: String, source: Source, idColumn: String? = nil, header: Bool? = nil, minusOne: MinusOne = .automatic
    ) {
      self.name = name
      self.source = source
      self.idColumn = idColumn
      self.header = header
      self.minusOne = minusOne
    }
  }

  /// A column of a table (its name, or `#` and its position from 0), an array of an `.npz` or a list of a `.json`.
  public struct Column: Sendable, Equatable {
    public var table: String
    public var column: String
    /// The file that names the classes of labels that are numbers.
    public var classes: String?

    public init(table: String, column: String, classes: String? = nil) {
      self.table = table
      self.column = column
      self.classes = classes
    }
  }
}

// MARK: - Features

extension Experiment {
  /// A feature set and how its file is read.
  public struct Feature: Sendable, Equatable {
    public enum Undefined: String, CaseIterable, Sendable { case error, drop }
    public enum Pooling: String, CaseIterable, Sendable { case cls, mean, max }
    public enum Scale: String, CaseIterable, Sendable { case none, l2, standardize }

    public var name: String
    public var file: String
    /// The array of an `.npz`, and the tensor of a `.safetensors`.
    public var member: String?
    public var tensor: String?
    /// The one column of a table that holds the features; nil for all that are left.
    public var column: String?
    /// The column of a table that names the items.
    public var idColumn: String?
    /// The columns of a table that are no features.
    public var dropColumns: [String]
    /// The names of the columns of a run, in whose order the features are needed; no part of an experiment file.
    package var columnNames: [String]?
    /// True where a table begins with a header; nil to find out.
    public var header: Bool?
    /// The treatment of rows with numbers that are not finite.
    public var undefined: Undefined
    /// The way from tokens to one row an item; nil when the file has one already.
    public var pooling: Pooling?
    /// The file that says which tokens count.
    public var mask: String?
    public var scale: Scale

    public init(
      name: String, file: String, member: String? = nil, tensor: String? = nil, column: String? = nil,
      idColumn: String? = nil, dropColumns: [String] = [], header: Bool? = nil, undefined: Undefined = .error,
      pooling: Pooling? = nil, mask: String? = nil,
      scale: Scale = .none
    ) {
      self.name = name
      self.file = file
      self.member = member
      self.tensor = tensor
      self.column = column
      self.idColumn = idColumn
      self.dropColumns = dropColumns
      self.header = header
      self.undefined = undefined
      self.pooling = pooling
      self.mask = mask
      self.scale = scale
    }
  }
}
