import Core
import Datasets
import Features
import Foundation
import Leaks
import Matrices

/// Looks at files alone and, as far as they describe the same items, together: labels and captions tell what the
/// features know of them.
package struct Inspector {
  private enum Part {
    case features(FeatureSet, path: String, labelSets: [LabelSet], notices: [Notice])
    case dataset(Dataset, name: String)
    case reference(References.Entry, name: String)

    var features: FeatureSet? { if case .features(let set, _, _, _) = self { set } else { nil } }
  }

  private var parts: [Part] = []
  /// The labels and captions that were named as such, with their rows as the files have them.
  private let named: InputParts
  /// The same in one order; nil where none were named.
  private let context: Dataset?
  private let missing: MissingItems
  private let labelPaths: [String]
  private let captionPath: String?
  private let classes: String?

  /// - Parameters:
  ///   - labels: files of labels, and the columns of tables; all features are held against them.
  ///   - captions: a file of captions, one a line.
  ///   - classes: a file that names the classes of CIFAR binaries and of those labels that are numbers.
  ///   - missing: the treatment of ids that one file lacks.
  /// - Throws: the importers' errors, `ItemError` and `DatasetError` where labels and captions do not belong together.
  package init(
    labels: [FileColumn] = [], captions: FileColumn? = nil, classes: String? = nil,
    missing: MissingItems = .error
  ) throws {
    self.missing = missing
    self.classes = classes
    labelPaths = labels.map(\.path)
    captionPath = captions?.path
    let sources = labels.map { $0.labels(classes: classes) }
    let experiment = Experiment(
      name: "inspect", dataset: .init(labels: sources, captions: captions), features: [], spaces: [], clusterers: [])
    named = try InputReader(experiment).parts()
    guard !named.sides.isEmpty else {
      context = nil
      return
    }
    let arranged = try named.arranged(missing: missing)
    context = try Dataset(
      ids: arranged.matching.items.ids.map { ids in arranged.kept.map { ids[$0] } }, labelSets: arranged.labelSets,
      captions: arranged.captions)
  }

  /// Reads a feature file (`.npy`, `.npz`, `.csv`, `.tsv`, `.safetensors`), labels in an `.npy` of one dimension, a
  /// labelled set of images or an image folder.
  ///
  /// - Parameters:
  ///   - path: the file, and after a colon the part of it that is meant.
  ///   - member: the array of an `.npz` or the tensor of a `.safetensors`.
  ///   - tables: the options of tables.
  ///   - options: the options of a path that leads to images.
  /// - Throws: the importers' errors; `ItemError` where the rows are not those of the labels and captions named.
  package mutating func add(
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
      var side = set.side()
      side.file = file.path
      side.argument = file.path
      let matching = try ItemMatching([side] + named.sides, missing: missing)
      let labelSets = zip(named.labels, matching.rows.dropFirst()).map { $0.part.arranged(by: $1) }
      // The audit tells of rows that are not finite; nothing was dropped from the file.
      let read = matching.fitting(set.notices).filter { $0.kind != "rows-dropped" }
      parts.append(.features(set, path: path, labelSets: labelSets, notices: matching.notices + read))
    }
  }

  /// Reads the rows of a reference and their names.
  ///
  /// - Throws: the importers' errors, ``RunError`` where rows and names do not belong together.
  package mutating func add(_ reference: Experiment.Reference) throws {
    var reference = reference
    reference.rows.undefined = .drop
    let reader = InputReader(Experiment(name: "inspect", features: [], spaces: [], clusterers: []))
    parts.append(.reference(try ReferenceReader(source: reference, reader: reader).read(), name: reference.name))
  }

  /// Returns the descriptions of the files so far: each in the order in which it was added, then the labels and
  /// captions.
  package func inspections() -> [Inspection] {
    var earlier: [FeatureSet] = []
    var answers: [Inspection] = []
    let last = parts.lastIndex { $0.features != nil }
    for (position, part) in parts.enumerated() {
      switch part {
      case .dataset(let dataset, let name): answers.append(.dataset(DatasetDescription(dataset, name: name)))
      case .reference(let entry, let name):
        let notices = entry.notices.filter { $0.kind != "rows-dropped" }
        answers.append(.reference(name: name, entry.record, entry.audit, notices: notices))
      case .features(let set, let path, let labelSets, let matching):
        let notices =
          Self.nonFiniteNotices(of: set) + matching + notices(of: set, labelSets, after: earlier)
          + (position == last ? orderNotices : [])
        answers.append(.features(name: path, set.audit, notices: notices))
        earlier.append(set)
      }
    }
    guard let context else { return answers }
    if !labelPaths.isEmpty {
      // A table of several label sets is one file.
      let files = labelPaths.uniqued
      answers.append(.dataset(DatasetDescription(context, name: list(files))))
    }
    if let captionPath, let captions = context.captions {
      let side = ItemSide(name: captionPath, count: context.count, ids: context.ids)
      let chosen = named.labelNotices.filter { $0.kind == "column-chosen" }
      let notices =
        chosen + LeakChecks(labelSets: context.labelSets + sidelong(side), captions: captions).captionNotices
      answers.append(.captions(CaptionDescription(captions, name: captionPath, notices: notices)))
    }
    return answers
  }

  /// The note that names the rows with NaN or infinity, by position and id; empty where all are finite.
  private static func nonFiniteNotices(of set: FeatureSet) -> [Notice] {
    let kept = Set(set.keptRows)
    let left = (0..<set.rowCount).filter { !kept.contains($0) }
    guard !left.isEmpty else { return [] }
    func some(_ texts: [String]) -> String { list(texts, limit: 20) }
    let ids = set.rowIDs.map { ids in "; ids \(some(left.map { ids[$0] }))" } ?? ""
    let rows = left.count == 1 ? "row" : "rows"
    return [
      Notice(
        kind: "rows-not-finite",
        message: "\(set.name): NaN or infinity in \(rows) \(some(left.map(String.init))) (from 0\(ids))")
    ]
  }

  /// Oddities of a feature set by itself, with the labels in the order of its rows, and beside those before it.
  private func notices(of set: FeatureSet, _ labelSets: [LabelSet], after earlier: [FeatureSet]) -> [Notice] {
    let checks = LeakChecks(labelSets: (labelSets + sidelong(set.side())).map { $0.selecting(set.keptRows) })
    let shared = earlier.compactMap { other -> Notice? in
      guard let matching = try? ItemMatching([set.side(), other.side()]),
        let other = try? other.arranged(by: matching.rows[1]), other.keptRows == set.keptRows
      else { return nil }
      return SharedRows(other.matrix, set.matrix)?.notice(other.name, set.name)
    }
    return checks.notices(of: set) + shared
  }

  /// The questions about the order of the rows of the files that describe the same items, whatever the order in which the
  /// files are named. Items have the ids of the first feature set that has some.
  private var orderNotices: [Notice] {
    let sets = parts.compactMap(\.features).map { (set: $0, side: $0.side()) }
    let withIDs = sets.indices.filter { sets[$0].side.ids != nil }
    var asked: Set<Int> = []
    return (withIDs + sets.indices.filter { !withIDs.contains($0) }).flatMap { first -> [Notice] in
      guard asked.insert(first).inserted else { return [] }
      let fitting = sets.indices.filter { $0 != first && fits(sets[$0].side, sets[first].side) }
      asked.formUnion(fitting)
      return orderNotices(of: ([first] + fitting).map { sets[$0].set })
    }
  }

  /// Returns whether two files describe the same items.
  private func fits(_ side: ItemSide, _ items: ItemSide) -> Bool {
    (try? ItemMatching([items, side], missing: missing)) != nil
  }

  /// The questions about the order of the rows of feature sets and the labels beside them, which describe the items of the
  /// first one.
  private func orderNotices(of sets: [FeatureSet]) -> [Notice] {
    guard let first = sets.first?.side() else { return [] }
    var together = named
    together.features = sets.map { .init(side: $0.side(), part: $0) }.filter { fits($0.side, first) }
    for case .dataset(let dataset, let name) in parts {
      let side = ItemSide(name: name, count: dataset.count, ids: dataset.ids)
      if fits(side, first) { together.labels += dataset.labelSets.map { .init(side: side, part: $0) } }
    }
    guard together.features.count + together.labels.count > 1 else { return [] }
    // A file whose ids are repeated fits none, not even itself.
    guard !together.sides.isEmpty, let arranged = try? together.arranged(missing: missing) else { return [] }
    return LeakChecks(labelSets: arranged.labelSets).orderNotices(of: arranged.features)
  }

  /// The label sets of the datasets among the files that can be matched to some items, in their order.
  private func sidelong(_ items: ItemSide) -> [LabelSet] {
    parts.flatMap { part -> [LabelSet] in
      guard case .dataset(let dataset, let name) = part,
        let matching = try? ItemMatching([items, ItemSide(name: name, count: dataset.count, ids: dataset.ids)])
      else { return [] }
      return dataset.labelSets.map { $0.arranged(by: matching.rows[1]) }
    }
  }

  private static func fileName(_ path: String) -> String { (path as NSString).lastPathComponent }

  private static func holdsLabels(_ path: String) -> Bool {
    path.hasSuffix(".npy") && (try? NumpyArray(mapping: path).shape.count) == 1
  }
}
