/// An error that a user can act on: what failed, why with both numbers, and the way out.
///
/// Errors of this package are public structs, most over a `Reason` that callers match. An error of your own conforms to
/// this protocol, so that the command and reports print it like the others.
public protocol ExplainedError: Error, CustomStringConvertible {
  /// The task that failed, such as `cannot read visual.npy`.
  var failure: String { get }
  /// The reason, with what was expected and what was found.
  var cause: String { get }
  /// The user's way out.
  var hint: String { get }
  /// True where the call was wrong, rather than the data; false unless an error says otherwise.
  var isWrongUsage: Bool { get }
  /// True where the rows are at fault, so that the same options may do for other rows; false unless an error says
  /// otherwise. A run leaves such a method out and goes on.
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

/// A deviation from what was asked that is no error: rows dropped, a regularization raised, no convergence, a sample in
/// place of all rows. Notices are counted, stored in the run and printed as notes.
public struct Notice: Sendable, Hashable, Codable {
  /// A short kebab-case name of the kind, such as `not-converged`.
  public let kind: String
  /// One sentence with the numbers.
  public let message: String

  /// Makes a note of a kind, in kebab case, and one sentence.
  public init(kind: String, message: String) {
    self.kind = kind
    self.message = message
  }
}
