import Datasets
import Features
import Foundation
import Matrices

/// Looks at files alone and, as far as they describe the same items, together: labels and captions tell what the
/// features know of them.
public struct Inspector {
  private enum Part {
    case features(FeatureSet, path: String)
    case dataset(Dataset, name: String)
  }

  private var parts: [Part] = []
  /// The labels and captions that were named as such, and what they are called.
  private let context: (dataset: Dataset, name: String)?
  private let labelPaths: [String]
  private let captionPath: String?
  private let classes: String?

  /// - Parameters:
  ///   - labels: files of labels, and the columns of tables; all features are held against them.
  ///   - captions: a file of captions, one a line.
  ///   - classes: a file that names the classes of CIFAR binaries and of those labels that are numbers.
  /// - Throws: the importers' errors, ``HarnessError`` and `DatasetError` where labels and captions do not belong together.
  public init(labels: [LabelScoring.Column] = [], captions: String? = nil, classes: String? = nil) throws {
    self.classes = classes
    labelPaths = labels.map(\.path)
    captionPath = captions
    let sources = labels.map { $0.labels(classes: classes) }
    let experiment = Experiment(
      name: "inspect", dataset: .init(labels: sources, captions: captions), features: [], spaces: [], clusterers: [])
    let name = list(labelPaths + [captions].compactMap(\.self))
    context = try InputReader(experiment).dataset().map { ($0, name) }
  }

  /// Reads a feature file (`.npy`, `.npz`, `.csv`, `.tsv`, `.safetensors`), labels in an `.npy` of one dimension, a
  /// labelled set of images or an image folder.
  ///
  /// - Parameters:
  ///   - path: the file, and after a colon the part of it that is meant.
  ///   - member: the array of an `.npz` or the tensor of a `.safetensors`.
  ///   - tables: how tables are read.
  ///   - options: how the path is read where it leads to images.
  /// - Throws: the importers' errors; `FeatureError` where the rows are not those of the labels and captions named.
  public mutating func add(
    _ path: String, member: String? = nil, tables: TableReading = TableReading(), images options: ImageOptions? = nil
  ) throws {
    let options = try options ?? ImageOptions(path, classes: classes)
    if options.holdsImages {
      parts.append(.dataset(try options.dataset(), name: path))
    } else if Self.holdsLabels(path) {
      let column = try LabelSet.reading(path, LabelOptions(name: "label"))
      parts.append(.dataset(try Dataset(ids: column.ids, labelSets: [column.labels]), name: path))
    } else {
      let file = FileSpecification(path)
      var feature = file.feature(named: Self.fileName(file.path), tables)
      feature.member = member ?? feature.member
      feature.undefined = .drop
      let reader = InputReader(Experiment(name: "inspect", features: [feature], spaces: [], clusterers: []))
      let set = try reader.featureSet(feature)
      let aligned = try context.map { try set.aligned(to: $0.dataset.ids, count: $0.dataset.count, of: $0.name) }
      parts.append(.features(aligned ?? set, path: path))
    }
  }

  /// What there is to tell of the files so far: each in the order in which it was added, then the labels and captions.
  public func inspections() -> [Inspection] {
    var earlier: [FeatureSet] = []
    var answers: [Inspection] = []
    for part in parts {
      switch part {
      case .dataset(let dataset, let name): answers.append(.dataset(DatasetDescription(dataset, name: name)))
      case .features(let set, let path):
        answers.append(.features(name: path, set.audit, notices: notices(of: set, after: earlier)))
        earlier.append(set)
      }
    }
    guard let context = context?.dataset else { return answers }
    if !labelPaths.isEmpty {
      // A table of several label sets is one file.
      let files = labelPaths.enumerated().filter { !labelPaths[..<$0].contains($1) }.map(\.element)
      answers.append(.dataset(DatasetDescription(context, name: list(files))))
    }
    if let captionPath, let captions = context.captions {
      let labelSets = context.labelSets + sidelong(count: context.count, ids: context.ids)
      let notices = Radar(labelSets: labelSets, captions: captions).captionNotices
      answers.append(.captions(CaptionDescription(captions, name: captionPath, notices: notices)))
    }
    return answers
  }

  /// What is odd about a feature set by itself, with the labels, and beside those before it.
  private func notices(of set: FeatureSet, after earlier: [FeatureSet]) -> [Notice] {
    let ids = set.ids.map { set.restoringPositions(of: $0, filler: "") }
    let labelSets = (context?.dataset.labelSets ?? []) + sidelong(count: set.rowCount, ids: ids)
    let radar = Radar(labelSets: labelSets.map { $0.selecting(set.keptRows) })
    let shared = earlier.filter { $0.rowCount == set.rowCount && $0.keptRows == set.keptRows }.compactMap {
      SharedRows($0.matrix, set.matrix)?.notice($0.name, set.name)
    }
    // The audit tells of rows that are not finite; nothing was dropped from the file.
    return set.notices.filter { $0.kind != "rows-dropped" } + radar.notices(of: set) + shared
  }

  /// The label sets of the datasets among the files that have as many items, and the same ids where both have any.
  private func sidelong(count: Int, ids: [String]?) -> [LabelSet] {
    parts.flatMap { part -> [LabelSet] in
      guard case .dataset(let dataset, _) = part, dataset.count == count else { return [] }
      if let ids, let others = dataset.ids, zip(ids, others).contains(where: { !$0.isEmpty && $0 != $1 }) { return [] }
      return dataset.labelSets
    }
  }

  private static func fileName(_ path: String) -> String { (path as NSString).lastPathComponent }

  private static func holdsLabels(_ path: String) -> Bool {
    path.hasSuffix(".npy") && (try? NumpyArray(mapping: path).shape.count) == 1
  }
}
