import Core

/// The reason why a method cannot be used as it is set, or not on these rows.
///
/// A method of your own throws it with `unfitRows` where other rows would do, and with `unfit` where its settings contradict
/// each other. An error type of its own conforms to ``ExplainedError`` and tells the same by ``ExplainedError/isOfRows``.
public struct StageError: ExplainedError, Equatable {
  /// The failure, with what was found and what is allowed.
  public enum Reason: Sendable, Equatable {
    /// No parameter has this name; `known` lists those of the method.
    case unknownParameter(String, known: [String])
    /// A value lies outside its declared range, both in words.
    case outOfRange(parameter: String, value: String, allowed: String)
    /// A parameter of this name has no value and no default.
    case parameterNeeded(String)
    /// A number of inputs that the method does not take, and the numbers that it does.
    case inputCount(found: Int, allowed: ClosedRange<Int>)
    /// A parameter names a reference that there is not; `known` lists those that there are.
    case unknownReference(parameter: String, name: String, known: [String])
    /// A value does not fit the others or the references: the run stops, because the experiment is wrong. `cause` and `hint`
    /// are sentences for the user.
    case unfit(parameter: String, cause: String, hint: String)
    /// The rows, or their number, columns or values, do not allow the method as it is set: the method is left out on them,
    /// and the run goes on. `cause` and `hint` are sentences for the user.
    case unfitRows(cause: String, hint: String)
  }

  /// The name of the method.
  public let stage: String
  /// The failure with its numbers.
  public let reason: Reason

  /// Makes the error of a method, by its name.
  public init(_ stage: String, _ reason: Reason) {
    self.stage = stage
    self.reason = reason
  }

  public var isOfRows: Bool { if case .unfitRows = reason { true } else { false } }

  /// The parameter at fault, so that a file's reader can point at its line; nil where the inputs are.
  public var parameter: String? {
    switch reason {
    case .unknownParameter(let name, _), .outOfRange(let name, _, _), .parameterNeeded(let name),
      .unknownReference(let name, _, _), .unfit(let name, _, _):
      name
    case .inputCount, .unfitRows: nil
    }
  }

  public var failure: String {
    switch reason {
    case .unknownParameter(let name, _): "\(stage) has no parameter \(name)"
    case .outOfRange(let name, let value, _), .unknownReference(let name, let value, _):
      "cannot use \(stage) with \(name) = \(value)"
    case .parameterNeeded(let name): "cannot use \(stage) without \(name)"
    case .inputCount, .unfit: "cannot use \(stage) as it is set"
    case .unfitRows: "cannot use \(stage) on these rows"
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
    case .unfit(_, let cause, _), .unfitRows(let cause, _): cause
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
    case .unfit(_, _, let hint), .unfitRows(_, let hint): hint
    }
  }

  private static func words(_ range: ClosedRange<Int>) -> String {
    if range.lowerBound == range.upperBound { return counted(range.lowerBound, "space") }
    return range.upperBound == .max
      ? "at least \(counted(range.lowerBound, "space"))" : "\(range.lowerBound) to \(range.upperBound) spaces"
  }
}
