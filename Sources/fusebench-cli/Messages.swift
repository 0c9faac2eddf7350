import Core
import Foundation

/// The messages of the command beside its results, all of it to the standard error.
enum Messages {
  /// Prints an error in its three lines: what failed, the cause, the way out.
  static func print(_ error: any Error) {
    if let explained = error as? any ExplainedError {
      write(explained.description)
    } else {
      write(
        "error: the command failed\ncause: \(error.localizedDescription)\nhint:  look at the path and its permissions")
    }
  }

  static func note(_ notice: Notice) { write("note: \(notice.message)") }

  /// Prints notes; with `--quiet` only those that put the numbers in doubt, which a log must show.
  static func notes(_ notices: [Notice], quiet: Bool) {
    for notice in notices where !quiet || doubtful.contains(notice.kind) { note(notice) }
  }

  /// The kinds of notes on which row belongs to which item, on lost digits, on labels that make scores meaningless or
  /// not comparable, and on gates that cannot decide.
  private static let doubtful: Set<String> = [
    "matched-by-position", "order-in-question", "order-of-images", "items-left-out", "numbers-as-header",
    "numbers-as-row", "row-numbers-as-feature", "digits-lost", "far-entries", "class-per-item", "one-class",
    "ids-in-doubt", "repeated-ids", "vote-tied", "other-labels", "few-seeds-kept",
    "parts-as-classes",
  ]

  static func write(_ text: String) { writeBytes(text + "\n") }

  /// A standard error that takes nothing, on a full disk for one, is no reason to stop.
  static func writeBytes(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
