import Core
import Foundation

/// The content of `run.json`: everything that is needed to know what a run was, and to run it again.
///
/// The start and the duration stand in ``TimingRecord``, so that the same run is the same bytes.
package struct RunRecord: Codable, Sendable, Equatable {
  package var name: String
  /// The experiment with every default filled in.
  package var experiment: JSONValue
  /// The names of what was compared, in the experiment's order.
  package var plan: RunPlan
  /// The properties of the plan's scores; nil in runs of before they were recorded.
  package var scores: [ScoreFacts]?
  /// The names of the label sets that the scores are taken against, where there are several; nil for one or none.
  package var truths: [String]?
  /// The way in which scores against labels count noise; nil where it is one more cluster.
  package var noise: NoiseRule?
  /// The version of fusebench.
  package var version: String
  package var platform: Platform
  package var inputs: [InputFile]
  /// The order of the items; nil in runs of before schema 3.
  package var items: ItemOrderRecord?
  package var dataset: DatasetSummary
  /// The audit of each feature set, and the names of its columns.
  package var features: [String: JSONValue]
  /// The named rows that are no items; nil where there are none.
  package var references: [String: ReferenceRecord]?
  /// Facts about each space, such as its columns or its variance explained.
  package var spaces: [String: JSONValue]
  package var notices: [Notice]
  /// The trials that could not be made; nil where there are none.
  package var gaps: [TrialGap]?
  /// The sweeps of parameters, beside those of weights and k; nil where there are none.
  package var sweeps: [SweepRecord.Kind]?
  /// The names that files give to the clusters of a clusterer, in the order of their numbers; nil where no file names any.
  package var clusterNames: [String: [String]]?
  /// Set as long as the run is being made, and left in the record of one that was stopped.
  package var isUnfinished: Bool?

  package init(
    name: String, experiment: JSONValue, plan: RunPlan, version: String, platform: Platform,
    inputs: [InputFile] = [], items: ItemOrderRecord? = nil, dataset: DatasetSummary,
    features: [String: JSONValue] = [:],
    spaces: [String: JSONValue] = [:], notices: [Notice] = []
  ) {
    self.name = name
    self.experiment = experiment
    self.plan = plan
    self.version = version
    self.platform = platform
    self.inputs = inputs
    self.items = items
    self.dataset = dataset
    self.features = features
    self.spaces = spaces
    self.notices = notices
  }
}

extension RunRecord {
  /// The key of the names of a feature set's columns, beside its audit.
  package static let columnNames = "columnNames"

  /// The names of the columns of a feature set; nil where its file has none, and in runs of before they were recorded.
  package func columnNames(of feature: String) -> [String]? {
    guard case .array(let names)? = features[feature]?[Self.columnNames] else { return nil }
    return names.compactMap { if case .string(let name) = $0 { name } else { nil } }
  }

  /// The names that a file gives to the clusters of a clusterer, by their numbers; none where no file names them.
  package func names(of clusterer: String) -> [Int: String] {
    Dictionary(uniqueKeysWithValues: (clusterNames?[clusterer] ?? []).enumerated().map { ($0, $1) })
  }

  /// Returns the number of bytes of `run.json`.
  package func storedBytes() throws -> Int { try JSONFile.data(self, path: RunFolder.runFile).count }
}

/// The machine and the libraries under a run.
package struct Platform: Codable, Sendable, Equatable {
  package var processor: String
  package var cores: Int
  package var system: String
  /// The compiler that built fusebench.
  package var swift: String
  /// The kernel that the BLAS chose, such as `SkylakeX`.
  package var blas: String
  /// The vectors of the hottest loops, in bits; they change no result.
  package var vectorBits: Int?

  package init(processor: String, cores: Int, system: String, swift: String, blas: String, vectorBits: Int? = nil) {
    self.processor = processor
    self.cores = cores
    self.system = system
    self.swift = swift
    self.blas = blas
    self.vectorBits = vectorBits
  }
}

/// A file that a run read.
package struct InputFile: Codable, Sendable, Equatable {
  package var path: String
  package var bytes: Int
  /// In hexadecimal digits.
  package var sha256: String

  package init(path: String, bytes: Int, sha256: String) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
  }
}

/// The items and label sets that a run clustered and scored.
package struct DatasetSummary: Codable, Sendable, Equatable {
  package var items: Int
  package var labelSets: [LabelSetSummary]
  /// The number of items that were not clustered, such as those with undefined features; nil for none, and in runs of
  /// before it was recorded.
  package var leftOut: Int?

  package init(items: Int, labelSets: [LabelSetSummary] = [], leftOut: Int? = nil) {
    self.items = items
    self.labelSets = labelSets
    self.leftOut = leftOut
  }
}

/// One label set: its classes, and how many items have none.
package struct LabelSetSummary: Codable, Sendable, Equatable {
  package var name: String
  package var classes: [String]
  package var unlabelled: Int

  package init(name: String, classes: [String], unlabelled: Int) {
    self.name = name
    self.classes = classes
    self.unlabelled = unlabelled
  }
}

extension LabelSetSummary {
  package init(_ labelSet: LabelSet) {
    self.init(name: labelSet.name, classes: labelSet.classes, unlabelled: labelSet.unlabelledCount)
  }
}
