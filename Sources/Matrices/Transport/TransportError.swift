import Core

/// The reason why no transport between rows and reference rows can be found.
package struct TransportError: ExplainedError, Equatable {
  /// The failure with its numbers.
  package enum Reason: Sendable, Equatable {
    /// The rows and the references have other numbers of columns.
    case columnsDiffer(rows: Int, references: Int)
    /// There are no rows, or no references.
    case empty(rows: Int, references: Int)
    /// Rows are all zero and have no direction; `of` is `rows` or `references`.
    case zeroRows(count: Int, of: String)
    /// An entry is NaN or infinite; row and column count from 0.
    case notFinite(row: Int, column: Int, of: String)
    /// The masses of one side are not as many as its rows, or not positive numbers that sum to 1.
    case masses(expected: Int, found: Int, sum: Double, of: String)
    /// A number that must be positive is not.
    case notPositive(name: String, value: Double)
    /// All mass of a row or a reference is lost, at this epsilon.
    case vanished(epsilon: Double, of: String)
  }

  /// The failure.
  package let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  package var isOfRows: Bool {
    switch reason {
    case .empty, .zeroRows, .notFinite: true
    case .columnsDiffer, .masses, .notPositive, .vanished: false
    }
  }

  package var failure: String { "cannot transport rows to references" }

  package var cause: String {
    switch reason {
    case .columnsDiffer(let rows, let references):
      "the rows have \(counted(rows, "column")), the references \(references.grouped)"
    case .empty(let rows, let references):
      "at least 1 row and 1 reference are needed, found \(rows.grouped) and \(references.grouped)"
    case .zeroRows(let count, let side):
      "\(count.grouped) of the \(side) \(count == 1 ? "is" : "are") all zero and \(count == 1 ? "has" : "have") no direction"
    case .notFinite(let row, let column, let side):
      "the entry at row \(row), column \(column) of the \(side) is NaN or infinite"
    case .masses(let expected, let found, let sum, let side):
      "the masses of the \(side) must be \(expected.grouped) positive numbers that sum to 1, "
        + "found \(found.grouped) that sum to \(sum)"
    case .notPositive(let name, let value): "\(name) must be above 0, and is \(value)"
    case .vanished(let epsilon, let side): "some of the \(side) keep no mass at epsilon = \(epsilon)"
    }
  }

  package var hint: String {
    switch reason {
    case .columnsDiffer: "take the features of both from one model"
    case .empty: "check that the files hold rows"
    case .zeroRows: "remove these rows"
    case .notFinite: "import the features with nan: drop, or repair the file"
    case .masses: "divide the masses by their sum"
    case .notPositive(let name, _): "set \(name) to a number above 0"
    case .vanished: "take a larger epsilon, or a larger relaxation"
    }
  }
}
