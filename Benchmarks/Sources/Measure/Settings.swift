/// The work and its options, the same for both sides of a comparison.
struct Settings: Decodable {
  let work: String
  let threads: Int
  /// Files: the rows, the labels that a mixture starts from or a silhouette is taken of, an embedding's start, a
  /// folder of images, and where components, points or labels are written.
  var rows: String?
  var labels: String?
  var start: String?
  var folder: String?
  var out: String?
  var k: Int?
  var restarts: Int?
  var iterations: Int?
  var tolerance: Double?
  var covariance: String?
  var dimensions: Int?
  var random: Bool?
  var seed: UInt64?
  /// The settings of graphs of neighbours and of densities.
  var neighbors: Int?
  var metric: String?
  var minDist: Double?
  var minClusterSize: Int?
  var minSamples: Int?
  var epsilon: Double?
  var linkage: String?
}

enum SettingsError: Error, CustomStringConvertible {
  case usage
  case unknownWork(String)
  case missing(String)
  case unknownValue(String)

  var description: String {
    switch self {
    case .usage: "give the settings as one argument of JSON"
    case .unknownWork(let work): "there is no work called \(work)"
    case .missing(let name): "the settings lack \(name)"
    case .unknownValue(let value): "there is no choice called \(value)"
    }
  }
}

extension Settings {
  /// One of the settings that this work cannot do without.
  func required<Value>(_ value: Value?, _ name: String) throws -> Value {
    guard let value else { throw SettingsError.missing(name) }
    return value
  }

  /// A choice by its name; the first of them where none is named.
  func choice<Value: RawRepresentable<String> & CaseIterable>(_ name: String?, of _: Value.Type) throws -> Value {
    guard let found = name.map({ Value(rawValue: $0) }) ?? Value.allCases.first else {
      throw SettingsError.unknownValue(name ?? "")
    }
    return found
  }
}
