import Core
import Features
import Leaks
import Results
import Stages

/// The references of an experiment, read.
package struct References {
  /// A reference with its record in `run.json`.
  package struct Entry {
    let reference: Reference
    package let record: ReferenceRecord
    let audit: FeatureAudit
    let notices: [Notice]
  }

  /// By name.
  package let entries: [String: Entry]

  init(_ entries: [String: Entry]) { self.entries = entries }

  /// None.
  package init() { entries = [:] }

  /// The context of a method: a seed, and those of the references that it reads.
  package func context(
    of stage: any Stage, seed: Seed, isFirstSeed: Bool = true, shared: SharedWork = SharedWork()
  ) -> StageContext {
    StageContext(
      seed: seed, isFirstSeed: isFirstSeed, shared: shared,
      references: stage.named(of: entries).mapValues(\.reference))
  }

  /// The shape of the rows that a clusterer is given, with those of the references that it reads.
  package func shape(rows: Int, columns: Int, of clusterer: any Clusterer) -> Shape {
    Shape(rows: rows, columns: columns, references: clusterer.named(of: shapes))
  }

  /// The notes on some of them, in that order.
  func notices(of names: [String]) -> [Notice] { names.flatMap { entries[$0]?.notices ?? [] } }

  /// The notes on those whose names contain the names of classes.
  func nameNotices(of names: [String], labelSets: [LabelSet]) -> [Notice] {
    names.flatMap { name in
      labelSets.compactMap { labels in
        entries[name].flatMap { VocabularyNames(name, names: $0.reference.names, labels).notice }
      }
    }
  }

  /// False for a reference whose rows have no names of their own, and their positions in their place.
  package func hasNames(_ name: String) -> Bool {
    !(entries[name]?.notices.contains { $0.kind == Self.namelessKind } ?? false)
  }

  /// The kind of the note on rows without names.
  static let namelessKind = "no-names"

  /// The sizes of all.
  package var shapes: [String: Shape.Reference] { entries.mapValues(\.reference.shape) }

  /// The bytes of all rows.
  package var bytes: Int { shapes.values.reduce(0) { $0 + $1.rows * $1.columns * MemoryLayout<Float>.size } }

  /// The digests of the references that some methods read, each once, by name; nil where they read none.
  package func digests(readBy stages: [any Stage]) -> JSONValue? {
    let read = stages.reduce(into: [String: JSONValue]()) { all, stage in
      all.merge(stage.named(of: entries).mapValues { .string($0.record.digest) }) { first, _ in first }
    }
    return read.isEmpty ? nil : ["references": .object(read)]
  }
}
