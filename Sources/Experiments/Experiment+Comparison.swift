import Fusion
import Reduction
import Results
import Stages

extension Experiment {
  /// The options of the t-SNE maps of a run.
  public struct TSNE: Sendable, Equatable {
    /// The effective number of neighbors of an item, at least 1.
    public var perplexity: Double
    /// The number of all iterations, the 250 of early exaggeration among them.
    public var iterations: Int
    /// The largest number of items that are mapped; nil for all.
    public var rows: Int?

    /// Makes the options.
    public init(perplexity: Double = 30, iterations: Int = 750, rows: Int? = nil) {
      self.perplexity = perplexity
      self.iterations = iterations
      self.rows = rows
    }
  }
}

extension Experiment {
  /// The options of the maps of a run, of whatever method.
  public struct Maps: Sendable, Equatable {
    /// The method that brings a space into the plane, such as `UMAP.self`; t-SNE has the options of ``Experiment/TSNE``.
    public var method: any MapMaker.Type

    /// The method of maps for which none is named.
    package static let standard: any MapMaker.Type = Reductions.maps[0]

    /// Makes the options.
    ///
    /// - Parameter method: nil for t-SNE.
    public init(method: (any MapMaker.Type)? = nil) { self.method = method ?? Self.standard }

    /// Returns whether both have the same method.
    public static func == (one: Maps, other: Maps) -> Bool { one.method.name == other.method.name }

    /// Returns the method with the options of t-SNE, if it is that.
    package func maker(_ options: TSNE) -> any MapMaker {
      guard method == Reduction.TSNE.self else { return method.init() }
      return Reduction.TSNE(perplexity: options.perplexity, allIterations: options.iterations)
    }
  }
}

extension Experiment {
  /// The fitted models that a run stores, by which new rows are assigned to its clusters.
  public enum Models: String, CaseIterable, Sendable {
    /// No models.
    case none
    /// Models of at most ``largest`` bytes.
    case small
    /// All models.
    case all

    /// The largest number of bytes of a small model, 16 MB.
    public static let largest = 16 << 20

    /// Returns whether a model of so many bytes is stored.
    package func stores(bytes: Int) -> Bool {
      switch self {
      case .none: false
      case .small: bytes <= Self.largest
      case .all: true
      }
    }
  }
}

extension Experiment {
  /// The caption and the label of the LaTeX table of a run; with either it floats.
  public struct Table: Sendable, Equatable {
    /// The caption; nil for none.
    public var caption: String?
    /// The name that `\ref` uses; nil for none.
    public var label: String?

    /// Makes the options of a table.
    public init(caption: String? = nil, label: String? = nil) {
      self.caption = caption
      self.label = label
    }

    /// Returns whether TeX takes a label as it is.
    package static func isLabel(_ text: String) -> Bool {
      !text.isEmpty && !text.contains { wrongInLabels.contains($0) || $0.isNewline }
    }

    /// The characters that TeX does not take in a label.
    static let wrongInLabels = "\\{}%#~^&$"

    /// The form of a label.
    package static let labelForm = "some text without \\ { } % # ~ ^ & $"
  }
}

// MARK: - Defaults

extension Experiment {
  /// Returns the spaces of an experiment that names none: every feature set alone and, of several, both fusions.
  public static func defaultSpaces(of features: [String]) -> [Space] {
    let alone = features.map { Space(name: $0) }
    guard features.count > 1 else { return alone }
    return alone + [Space(Concatenation(), of: features), Space(PCAAverage(), of: features)]
  }

  /// Makes a comparison of feature sets in files: the default spaces of the feature sets given, by the default
  /// clusterers.
  ///
  /// Paths are meant from the current folder. A caller checks `k` and the seeds.
  ///
  /// - Parameters:
  ///   - visual: the path of the feature set `visual`; nil for none.
  ///   - text: the path of the feature set `text`; nil for none.
  ///   - others: further feature sets.
  ///   - images: the images, whose pixels are the feature set where no other is given.
  ///   - k: the number of clusters, at least 1; nil for the number of classes.
  public init(
    name: String = "run", visual: String? = nil, text: String? = nil, others: [Feature] = [], images: Images? = nil,
    labels: [Labels] = [], k: Int? = nil, seeds: [UInt64] = Self.seeds(5),
    scores: [String] = Vocabulary.commonScores, figures: [String] = []
  ) {
    let named = [("visual", visual), ("text", text)].compactMap { name, file in
      file.map { Feature(name: name, file: $0) }
    }
    let features = named + others
    let names = features.isEmpty && images != nil ? [Self.pixels] : features.map(\.name)
    self.init(
      name: name, dataset: Dataset(images: images, labels: labels), features: features,
      spaces: Self.defaultSpaces(of: names), clusterers: Self.defaultClusterers(k: k), seeds: seeds, scores: scores,
      figures: figures)
  }
}
