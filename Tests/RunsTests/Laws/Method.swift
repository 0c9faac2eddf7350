import Core
import Experiments
import Stages
import Testing

/// A method of the catalog with settings under which it is quick, as the law suite asks for it.
struct Method<Kind: Sendable>: Sendable, CustomTestStringConvertible {
  let name: String
  let type: Kind

  var testDescription: String { name }
}

extension Method where Kind == any SpaceMaker.Type {
  static var all: [Self] { Catalog.standard.spaceMakers.map { Self(name: $0.name, type: $0) } }
}

extension Method where Kind == any Clusterer.Type {
  /// All but those that read their clusters.
  static var all: [Self] {
    Catalog.standard.clusterers.filter { !$0.init().isGiven }.map { Self(name: $0.name, type: $0) }
  }

  /// The method, told to form some clusters if it is to be told.
  func forming(_ clusters: Int) -> any Clusterer {
    let method = type.init()
    guard var fixed = method as? any FixedCountClusterer else { return method }
    fixed.clusters = clusters
    return fixed
  }
}

/// The laws of a declaration, which hold for every stage.
enum Declaration {
  /// A value outside of a domain; nil where every value of its type is inside.
  static func wrongValue(of domain: ParameterDomain) -> ParameterValue? {
    switch domain {
    case .integer(let range): .integer(range.lowerBound - 1)
    case .number: .number(.nan)
    case .numbers: .numbers([.nan])
    case .choice: .text("no such word")
    case .boolean: .integer(1)
    case .text, .reference: .text("")
    }
  }

  /// Sets the parameter and returns the error.
  static func error<Kind: Stage>(setting name: String, to value: ParameterValue?, of stage: Kind) -> StageError? {
    var stage = stage
    do {
      try stage.set(name, to: value)
      return nil
    } catch {
      return error
    }
  }

  /// The same method, made anew from its settings.
  static func copy<Kind: Stage>(of stage: Kind) throws -> Kind {
    var copy = Kind()
    for (name, value) in stage.settings { try copy.set(name, to: value) }
    return copy
  }
}
