import Core
import Foundation

/// The content of `run.json`: everything that is needed to know what a run was, and to run it again.
///
/// The start and the duration stand in ``TimingRecord``, so that the same run is the same bytes.
public struct RunRecord: Codable, Sendable, Equatable {
  public var name: String
  /// The experiment with every default filled in.
  public var experiment: JSONValue
  /// The names of what was compared, in the experiment's order.
  public var plan: RunPlan
  /// The properties of the plan's scores; nil in runs of before they were recorded.
  public var scores: [ScoreFacts]?
  /// The version of fusebench.
  public var version: String
  public var platform: Platform
  public var inputs: [InputFile]
  /// The order of the items; nil in runs of before schema 3.
  public var items: ItemOrderRecord?
  public var dataset: DatasetSummary
  /// The audit of each feature set, and the names of its columns.
  public var features: [String: JSONValue]
  /// The named rows that are no items; nil where there are none.
  public var references: [String: ReferenceRecord]?
  /// Facts about each space, such as its columns or its variance explained.
  public var spaces: [String: JSONValue]
  public var notices: [Notice]
  /// The trials that could not be made; nil where there are none.
  public var gaps: [TrialGap]?
  /// The sweeps of parameters, beside those of weights and k; nil where there are none.
  public var sweeps: [SweepRecord.Kind]?
  /// Set as long as the run is being made, and left in the record of one that was stopped.
  public var isUnfinished: Bool?

  public init(
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

  /// Returns the number of bytes of `run.json`.
  package func storedBytes() throws -> Int { try JSONFile.data(self, path: RunFolder.runFile).count }
}

/// The machine and the libraries under a run.
public struct Platform: Codable, Sendable, Equatable {
  public var processor: String
  public var cores: Int
  public var system: String
  /// The compiler that built fusebench.
  public var swift: String
  /// The kernel that the BLAS chose, such as `SkylakeX`.
  public var blas: String
  /// The vectors of the hottest loops, in bits; they change no result.
  public var vectorBits: Int?

  public init(processor: String, cores: Int, system: String, swift: String, blas: String, vectorBits: Int? = nil) {
    self.processor = processor
    self.cores = cores
    self.system = system
    self.swift = swift
    self.blas = blas
    self.vectorBits = vectorBits
  }
}

/// A file that a run read.
public struct InputFile: Codable, Sendable, Equatable {
  public var path: String
  public var bytes: Int
  /// In hexadecimal digits.
  public var sha256: String

  public init(path: String, bytes: Int, sha256: String) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
  }
}

/// The items and label sets that a run clustered and scored.
public struct DatasetSummary: Codable, Sendable, Equatable {
  public var items: Int
  public var labelSets: [LabelSetSummary]

  public init(items: Int, labelSets: [LabelSetSummary] = []) {
    self.items = items
    self.labelSets = labelSets
  }
}

/// One label set: its classes, and how many items have none.
public struct LabelSetSummary: Codable, Sendable, Equatable {
  public var name: String
  public var classes: [String]
  public var unlabelled: Int

  public init(name: String, classes: [String], unlabelled: Int) {
    self.name = name
    self.classes = classes
    self.unlabelled = unlabelled
  }
}

extension LabelSetSummary {
  public init(_ labelSet: LabelSet) {
    self.init(name: labelSet.name, classes: labelSet.classes, unlabelled: labelSet.unlabelledCount)
  }
}
