import Core

/// The reason why a method cannot be used as it is set.
public struct StageError: ExplainedError, Equatable {
  public enum Reason: Sendable, Equatable {
    case unknownParameter(String, known: [String])
    case outOfRange(parameter: String, value: String, allowed: String)
    case parameterNeeded(String)
    case inputCount(found: Int, allowed: ClosedRange<Int>)
    case unknownReference(parameter: String, name: String, known: [String])
    /// Values of a list that do not fit each other or the inputs.
    case unfit(parameter: String, cause: String, hint: String)
  }

  /// The name of the method.
  public let stage: String
  public let reason: Reason

  public init(_ stage: String, _ reason: Reason) {
    self.stage = stage
    self.reason = reason
  }

  /// The parameter at fault, so that a file's reader can point at its line.
  public var parameter: String? {
    switch reason {
    case .unknownParameter(let name, _), .outOfRange(let name, _, _), .parameterNeeded(let name),
      .unknownReference(let name, _, _), .unfit(let name, _, _):
      name
    case .inputCount: nil
    }
  }

  public var failure: String {
    switch reason {
    case .unknownParameter(let name, _): "\(stage) has no parameter \(name)"
    case .outOfRange(let name, let value, _), .unknownReference(let name, let value, _):
      "cannot use \(stage) with \(name) = \(value)"
    case .parameterNeeded(let name): "cannot use \(stage) without \(name)"
    case .inputCount, .unfit: "cannot use \(stage) as it is set"
    }
  }

  public var cause: String {
    switch reason {
    case .unknownParameter(let name, let known):
      known.isEmpty ? "found \(name), and \(stage) has none" : "found \(name), expected one of \(list(known))"
    case .outOfRange(let name, let value, let allowed): "\(name) must be \(allowed), and is \(value)"
    case .parameterNeeded(let name): "\(name) has no value, and \(stage) has no default for it"
    case .inputCount(let found, let allowed): "\(stage) is made of \(Self.words(allowed)), found \(found)"
    case .unknownReference(_, let name, let known):
      "there is no reference \(name) among the \(known.count) that are given"
    case .unfit(_, let cause, _): cause
    }
  }

  public var hint: String {
    switch reason {
    case .unknownParameter(let name, let known):
      Nearest.of(name, in: known).map { "did you mean \($0)?" } ?? "see fusebench methods \(stage)"
    case .outOfRange(let name, _, let allowed): "set \(name) to \(allowed)"
    case .parameterNeeded(let name): "set \(name)"
    case .inputCount(_, let allowed):
      allowed.lowerBound > 1
        ? "list \(Self.words(allowed)) under \"of\", or name the one alone as the space"
        : "name \(Self.words(allowed)) under \"of\""
    case .unknownReference(_, let name, let known):
      Nearest.of(name, in: known).map { "did you mean \($0)? there are \(list(known))" }
        ?? "add \(name) to the references"
    case .unfit(_, _, let hint): hint
    }
  }

  private static func words(_ range: ClosedRange<Int>) -> String {
    if range.lowerBound == range.upperBound { return counted(range.lowerBound, "space") }
    return range.upperBound == .max
      ? "at least \(counted(range.lowerBound, "space"))" : "\(range.lowerBound) to \(range.upperBound) spaces"
  }
}
