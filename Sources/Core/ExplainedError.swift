/// An error that a user can act on: what failed, why with both numbers, and the way out.
///
/// Each module keeps its own error type, a public struct over a reason that tests can match, and words it here.
public protocol ExplainedError: Error, CustomStringConvertible {
  /// The task that failed, such as `cannot read visual.npy`.
  var failure: String { get }
  /// Why, with what was expected and what was found.
  var cause: String { get }
  /// The user's way out.
  var hint: String { get }
  /// True where the command was called wrongly, rather than given data that do not fit; false unless an error says
  /// otherwise.
  var isWrongUsage: Bool { get }
  /// True where the rows are at fault, so that the same options may do for other rows; false unless an error says
  /// otherwise.
  var isOfRows: Bool { get }
}

extension ExplainedError {
  public var isWrongUsage: Bool { false }
  public var isOfRows: Bool { false }

  /// The three lines as the command prints them.
  public var description: String {
    "error: \(failure)\ncause: \(cause)\nhint:  \(hint)"
  }
}

/// Something that went otherwise than asked without being an error: rows dropped, a regularisation raised, no
/// convergence, a sample in place of all rows. Notices are counted, stored in the run and printed.
public struct Notice: Sendable, Hashable, Codable {
  /// A short kebab-case name of the kind, such as `not-converged`.
  public let kind: String
  /// One sentence with the numbers.
  public let message: String

  public init(kind: String, message: String) {
    self.kind = kind
    self.message = message
  }
}
