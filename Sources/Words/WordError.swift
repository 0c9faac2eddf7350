import Core

/// The reason why the words of clusters could not be counted.
public struct WordError: ExplainedError, Equatable {
  /// The failure with its numbers.
  public enum Reason: Sendable, Equatable {
    /// The captions and the partition are about different numbers of items.
    case countsDiffer(captions: Int, items: Int)
  }

  /// The failure.
  public let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }
}

extension WordError {
  public var failure: String { "cannot count the words of the clusters" }

  public var cause: String {
    switch reason {
    case .countsDiffer(let captions, let items):
      "expected a caption for each of \(counted(items, "item")), found \(captions.grouped)"
    }
  }

  public var hint: String { "give the captions of exactly the items that were clustered, in the same order" }
}
