import Core
import Datasets
import Foundation
import Results
import Scores
import Stages
import Words

/// The comparison: a dataset with features, the ways to fuse and to cluster them, seeds and scores.
///
/// It is read from a file (``ExperimentFile``) or made from what the command line names. Every default is filled in;
/// only what depends on the data (the number of classes, the columns of a feature set) is left to the run.
public struct Experiment: Sendable, Equatable {
  /// The name, which titles the report; that of the file unless it gives another.
  public var name: String
  /// The images, labels, captions and ids of the items.
  public var dataset: Dataset
  /// The feature sets in files. ``pixels`` needs no entry.
  public var features: [Feature]
  /// Named rows that are not items, which methods may read.
  public var references: [Reference]
  /// The spaces, in the order in which tables list them.
  public var spaces: [Space]
  /// The clusterers, in the order in which tables list them.
  public var clusterers: [NamedClusterer]
  /// The seeds, different from each other: each method has one trial a seed.
  public var seeds: [UInt64]
  /// The short names of the scores; the first one ranks the methods.
  public var scores: [String]
  /// The names of the figures, such as `maps`; empty for none.
  public var figures: [String]
  /// The method of the maps.
  public var maps: Maps
  /// The options of t-SNE maps; the most rows are those of every method.
  public var tsne: TSNE
  /// The sweeps; none by default.
  public var sweeps: Sweeps
  /// The fused spaces whose scores are attributed to their parts; none by default.
  public var attribution: Attribution
  /// The words that describe the clusters; nil for those that are typical of their captions.
  public var words: WordOptions?
  /// The caption and the label of the LaTeX table.
  public var table: Table
  /// The fitted models that are stored.
  public var models: Models
  /// The way in which scores against labels count noise.
  public var noise: NoiseRule
  /// The name of the label set that the scores are taken against, or ``allTruths``; nil for the only or the first one.
  public var truth: String?
  /// The items that are taken, by their positions after matching; nil for all.
  public var rows: Range<Int>?
  /// The part of the dataset whose items are clustered and scored; nil for all.
  public var scoreOn: String?
  /// The treatment of items that not all files have, where they are matched by id.
  public var missing: MissingItems
  /// The folder from which relative paths are meant: that of the file, or the current one, `.`.
  public var folder: String
  /// The methods, scores and formats that it may name.
  public var catalog: Catalog

  /// The word for all label sets as the truth. A label set of that name comes before it.
  public static let allTruths = RunRecord.allTruths

  /// The name of the feature set that is always there when the dataset has images: their pixels.
  public static let pixels = "pixels"

  /// The words that an experiment file may use, with the defaults of scores and figures.
  public struct Vocabulary: Sendable, Equatable {
    /// The short names of the scores of an experiment that names none.
    public var defaultScores: [String]
    /// The names of all figures; an experiment that names none draws all of them.
    public var figures: [String]
    /// The methods, scores and formats that can be named.
    public var catalog: Catalog

    /// Makes a vocabulary, with the methods of this package and without figures unless others are given.
    public init(
      defaultScores: [String] = Self.commonScores, figures: [String] = [], catalog: Catalog = .standard
    ) {
      self.defaultScores = defaultScores
      self.figures = figures
      self.catalog = catalog
    }

    /// The short names of all scores.
    public var scores: [String] { catalog.scores.map(\.name) }

    /// The short names of the scores that most comparisons report.
    public static let commonScores = ["kappa", "ari", "nmi", "accuracy"]
  }

  /// Makes an experiment; its names are looked up when it is run.
  ///
  /// - Precondition: feature sets, spaces and clusterers have different names, and no seed or score occurs twice; an
  ///   experiment file is checked for that.
  public init(
    name: String, dataset: Dataset = Dataset(), features: [Feature], references: [Reference] = [], spaces: [Space],
    clusterers: [NamedClusterer],
    seeds: [UInt64] = Self.seeds(5), scores: [String] = Vocabulary.commonScores, figures: [String] = [],
    maps: Maps = Maps(), tsne: TSNE = TSNE(), sweeps: Sweeps = Sweeps(), attribution: Attribution = .none,
    words: WordOptions? = nil,
    table: Table = Table(), models: Models = .small, noise: NoiseRule = .cluster, truth: String? = nil,
    rows: Range<Int>? = nil, scoreOn: String? = nil,
    missing: MissingItems = .error, folder: String = ".",
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
    self.maps = maps
    self.tsne = tsne
    self.sweeps = sweeps
    self.attribution = attribution
    self.words = words
    self.table = table
    self.models = models
    self.noise = noise
    self.truth = truth
    self.rows = rows
    self.scoreOn = scoreOn
    self.missing = missing
    self.folder = folder
    self.catalog = catalog
  }

  /// Returns a path of this experiment as seen from the current folder.
  public func resolve(_ path: String) -> String {
    if path.hasPrefix("/") || folder.isEmpty || folder == "." { return path }
    return folder.hasSuffix("/") ? folder + path : folder + "/" + path
  }

  /// Returns the seeds 0, 1, …, `count` of them.
  public static func seeds(_ count: Int) -> [UInt64] { (0..<max(count, 0)).map(UInt64.init) }
}

// MARK: - Dataset

extension Experiment {
  /// The items of an experiment, but for their features.
  public struct Dataset: Sendable, Equatable {
    /// The images; nil where there are none.
    public var images: Images?
    /// The label sets, of which the scores take one.
    public var labels: [Labels]
    /// The file of the captions, one an item; nil where there are none.
    public var captions: FileColumn?
    /// The file of the ids of the items, which then defines their order; nil where the other files do.
    public var ids: FileColumn?
    /// The column that names the part of each item, such as train or test; nil where there are no parts.
    public var split: FileColumn?

    /// Makes a dataset.
    public init(
      images: Images? = nil, labels: [Labels] = [], captions: FileColumn? = nil, ids: FileColumn? = nil,
      split: FileColumn? = nil
    ) {
      self.images = images
      self.labels = labels
      self.captions = captions
      self.ids = ids
      self.split = split
    }
  }

  /// The images of a dataset.
  public enum Images: Sendable, Equatable {
    /// A labelled set in files of its own form, or a folder of them; `format` tells which CIFAR it is where the files
    /// do not, and `classes` is the path of a file of one class name a line.
    case set(LabelledSet, paths: [String], format: CIFARFormat? = nil, classes: String? = nil)
    /// Image files in a folder, scaled to `size` × `size` pixels; nil as they are.
    case folder(path: String, size: Int?, unreadable: UnreadableImages = .error)
  }

  /// One column of truth with the file that holds it.
  public struct Labels: Sendable, Equatable {
    /// The file of a label set, and the part of it that is meant.
    public enum Source: Sendable, Equatable {
      /// A column of a table.
      case table(Column)
      /// A file with one label a row; `classes` is the path of a file of one class name a line, for labels that are
      /// numbers.
      case file(path: String, classes: String?)
    }

    /// The name of the label set.
    public var name: String
    /// The file of the labels.
    public var source: Source
    /// The name of the column of the ids, or `none` for a file without ids; nil to find out.
    public var idColumn: String?
    /// True where a table begins with a header; nil to find out.
    public var header: Bool?
    /// The meaning of -1 among labels that are numbers.
    public var minusOne: MinusOne

    /// Makes a label set.
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
    /// The path of the file.
    public var table: String
    /// The name of the column, `#` and its position, the array or the list.
    public var column: String
    /// The path of a file of one class name a line, for labels that are numbers; nil for none.
    public var classes: String?

    /// Makes a column.
    public init(table: String, column: String, classes: String? = nil) {
      self.table = table
      self.column = column
      self.classes = classes
    }
  }
}

// MARK: - Features

extension Experiment {
  /// A feature set with the way in which its file is read.
  public struct Feature: Sendable, Equatable {
    /// The treatment of rows with NaN or infinity.
    public enum Undefined: String, CaseIterable, Sendable {
      /// An error that says where the first one is.
      case error
      /// The rows are left out and counted in a note.
      case drop
    }

    /// The way from the tokens of an item to one row.
    public enum Pooling: String, CaseIterable, Sendable {
      /// The first token; with a mask the first that counts.
      case cls
      /// The mean over the tokens.
      case mean
      /// The largest entry of each column.
      case max
    }

    /// The scaling of a feature set before anything is made of it.
    public enum Scale: String, CaseIterable, Sendable {
      /// No scaling.
      case none
      /// Each row divided by its Euclidean length.
      case l2
      /// Each column to mean 0 and population variance 1.
      case standardize
    }

    /// The name of the feature set, such as `visual`.
    public var name: String
    /// The path of the file.
    public var file: String
    /// The name of the array of an `.npz`; nil for the only one, or the one called `features`.
    public var member: String?
    /// The name of the tensor of a `.safetensors`; nil for the only one, or the one called `features`.
    public var tensor: String?
    /// The name of the one column of a table that holds the features; nil for all that are left.
    public var column: String?
    /// The name of the column of a table or the array of an `.npz` that holds the ids, or `none` for a file without
    /// ids; nil to find out.
    public var idColumn: String?
    /// The names of the columns of a table that are no features.
    public var dropColumns: [String]
    /// The names of the columns of a run, in whose order the features are needed; no part of an experiment file.
    package var columnNames: [String]?
    /// True where a table begins with a header; nil to find out.
    public var header: Bool?
    /// The treatment of rows with numbers that are not finite.
    public var undefined: Undefined
    /// The way from tokens to one row an item; nil when the file has one already.
    public var pooling: Pooling?
    /// The path of an `.npy` file of items × tokens that is 0 where a token does not count; nil where all do.
    public var mask: String?
    /// The scaling of the rows or columns.
    public var scale: Scale

    /// Makes a feature set of a file; the file is read when the experiment is run.
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
