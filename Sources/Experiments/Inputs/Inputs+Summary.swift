import Core
import Datasets
import Features
import Foundation
import Results

extension Inputs {
  /// The label sets, the one that is scored against first.
  package var orderedLabelSets: [LabelSet] { Self.ordered(labelSets, truth) }

  static func ordered(_ labelSets: [LabelSet], _ truth: LabelSet?) -> [LabelSet] {
    [truth].compactMap(\.self) + labelSets.filter { $0.name != truth?.name }
  }

  /// Returns the audit of each feature set's file, as the run stores it.
  package func audits() throws -> [String: JSONValue] {
    try Dictionary(
      uniqueKeysWithValues: features.map { name, set in
        var audit = try JSONValue(encoding: set.audit)
        if case .object(var members) = audit, let names = columnNames[name] {
          members[RunRecord.columnNames] = .array(names.map(JSONValue.string))
          audit = .object(members)
        }
        return (name, audit)
      })
  }

  /// A notice for each label set in which the class of some items is not known.
  package var unlabelledNotices: [Notice] {
    labelSets.filter { $0.unlabelledCount > 0 }.map { labelSet in
      Notice(
        kind: "unlabelled",
        message:
          "\(labelSet.unlabelledCount.grouped) of \(counted(labelSet.values.count, "item")) have no \(labelSet.name): "
          + "they are clustered, not scored")
    }
  }

  /// Up to ten images of each class, drawn at random but always the same; nil without images or labels.
  package func samples(perClass: Int = 10) -> (SampleSheet, [UInt8])? {
    guard let images, let truth else { return nil }
    var members = [[Int]](repeating: [], count: truth.classes.count)
    for (position, label) in truth.values.enumerated() where label >= 0 { members[Int(label)].append(position) }
    var rows: [SampleSheet.Row] = []
    var bytes: [UInt8] = []
    for (label, positions) in members.enumerated() where !positions.isEmpty {
      var stream = Seed(0).stream("samples", label)
      let chosen = stream.sample(min(perClass, positions.count), of: positions.count).sorted().map { positions[$0] }
      rows.append(SampleSheet.Row(name: truth.classes[label], items: chosen.map { items[$0] }))
      for position in chosen { bytes += images.bytes(of: position) }
    }
    return (SampleSheet(height: images.height, width: images.width, rows: rows), bytes)
  }
}

extension JSONValue {
  /// Makes the JSON of a record.
  package init(encoding record: some Encodable) throws {
    self = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(record))
  }
}
