import Core
import Datasets
import Features
import Foundation
import Results

/// The description of a file or a folder by `fusebench inspect`.
package enum Inspection: Sendable {
  case features(name: String, FeatureAudit, notices: [Notice])
  case reference(name: String, ReferenceRecord, FeatureAudit, notices: [Notice])
  case dataset(DatasetDescription)
  case captions(CaptionDescription)
}

/// The items of a dataset in numbers.
package struct DatasetDescription: Codable, Sendable, Equatable {
  package struct Labels: Codable, Sendable, Equatable {
    package let name: String
    package let classes: [String]
    /// The number of items of each class.
    package let counts: [Int]
    package let unlabelled: Int
  }

  package let name: String
  package let items: Int
  /// Height × width in pixels, where there are images.
  package let imageHeight: Int?
  package let imageWidth: Int?
  package let labelSets: [Labels]
  package let notices: [Notice]

  init(_ dataset: Dataset, name: String) {
    self.name = name
    items = dataset.count
    imageHeight = dataset.images?.height
    imageWidth = dataset.images?.width
    notices = dataset.notices + dataset.labelSets.compactMap { TrivialLabels.notice(of: $0) }
    labelSets = dataset.labelSets.map { labelSet in
      Labels(
        name: labelSet.name, classes: labelSet.classes, counts: labelSet.classCounts,
        unlabelled: labelSet.unlabelledCount)
    }
  }
}

/// The captions in a file in numbers.
package struct CaptionDescription: Codable, Sendable, Equatable {
  package let name: String
  package let captions: Int
  package let empty: Int
  package let distinct: Int
  package let notices: [Notice]

  init(_ captions: [String], name: String, notices: [Notice]) {
    self.name = name
    self.captions = captions.count
    empty = captions.count { $0.isEmpty }
    distinct = Set(captions).count
    self.notices = notices
  }
}

extension Inspection {
  /// The lines that a person reads.
  package var lines: [String] {
    switch self {
    case .features(let name, let audit, let notices): audit.lines(name) + notices.map { "note: \($0.message)" }
    case .reference(let name, let record, let audit, let notices):
      audit.lines("\(name) (\(record.file)), a reference") + [record.nameLine]
        + notices.map { "note: \($0.message)" }
    case .dataset(let description): description.lines
    case .captions(let description): description.lines
    }
  }

  /// The same as JSON, with sorted keys.
  package func json() throws -> String {
    switch self {
    case .features(let name, let audit, let notices):
      try prettyJSON(InspectedFeatures(name: name, audit: audit, notices: notices))
    case .reference(let name, let record, _, let notices):
      try prettyJSON(InspectedReference(name: name, reference: record, notices: notices))
    case .dataset(let description): try prettyJSON(description)
    case .captions(let description): try prettyJSON(description)
    }
  }
}

private struct InspectedFeatures: Codable {
  let name: String
  let audit: FeatureAudit
  let notices: [Notice]
}

private struct InspectedReference: Codable {
  let name: String
  let reference: ReferenceRecord
  let notices: [Notice]
}

extension ReferenceRecord {
  /// The number of names and their file.
  fileprivate var nameLine: String {
    "  names             \(rows)\(namesFile.map { " of \($0)" } ?? "") (\(distinctNames) distinct)"
  }
}

extension FeatureAudit {
  fileprivate func lines(_ name: String) -> [String] {
    func number(_ value: Double) -> String {
      abs(value) < 1e15 && (abs(value) >= 1e-6 || value == 0)
        ? value.formatted(.number.precision(.significantDigits(4)).grouping(.never)) : String(format: "%.4g", value)
    }
    return [
      name,
      "  shape             \(rows) × \(columns), stored as \(storedType)",
      "  not finite        \(nanCount) NaN, \(infinityCount) infinite, in \(counted(nonFiniteRows, "row"))",
      "  zero rows         \(zeroRows)",
      "  duplicate rows    \(duplicateRows) (\(distinctRows) distinct)",
      "  constant columns  \(constantColumns)",
      "  zero entries      \(number(100 * zeroFraction)) %",
      "  row norms         min \(number(norms.minimum)), median \(number(norms.median)), mean \(number(norms.mean)), "
        + "max \(number(norms.maximum))",
    ]
  }
}

extension DatasetDescription {
  fileprivate var lines: [String] {
    var lines = [name, "  items             \(items)"]
    if let imageHeight, let imageWidth { lines.append("  images            \(imageHeight) × \(imageWidth) pixels") }
    for labels in labelSets {
      lines.append(
        "  labels            \(labels.name): \(counted(labels.classes.count, "class", plural: "classes")), \(labels.unlabelled) unlabelled"
      )
      for (name, count) in zip(labels.classes, labels.counts).prefix(20) { lines.append("    \(count)\t\(name)") }
      if labels.classes.count > 20 { lines.append("    … and \(labels.classes.count - 20) more classes") }
    }
    return lines + notices.map { "note: \($0.message)" }
  }
}

extension CaptionDescription {
  fileprivate var lines: [String] {
    [name, "  captions          \(captions), \(empty) empty, \(distinct) distinct"]
      + notices.map { "note: \($0.message)" }
  }
}
