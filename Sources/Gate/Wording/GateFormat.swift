import Foundation

/// The forms in which a comparison with a baseline is written.
package enum GateFormat: String, CaseIterable, Sendable {
  case terminal, markdown, junit, json

  /// The form that the ending of a path stands for; nil for an unknown one.
  package init?(path: String) {
    switch (path as NSString).pathExtension.lowercased() {
    case "txt": self = .terminal
    case "md": self = .markdown
    case "xml": self = .junit
    case "json": self = .json
    default: return nil
    }
  }
}

/// The demands of a gate beyond no regression.
package struct GatePolicy: Sendable, Equatable {
  /// True where an undecided cell fails as well.
  package var failsOnUndecided: Bool
  /// True where the run may lack cells of the baseline.
  package var allowsMissing: Bool

  package init(failsOnUndecided: Bool = false, allowsMissing: Bool = false) {
    self.failsOnUndecided = failsOnUndecided
    self.allowsMissing = allowsMissing
  }
}

extension GateReport {
  /// The report in one of its forms, ending with a line feed.
  ///
  /// - Throws: `ResultsError` when it holds what JSON cannot.
  package func text(as format: GateFormat, _ policy: GatePolicy = GatePolicy()) throws -> String {
    switch format {
    case .terminal: terminalText(policy)
    case .markdown: markdownText(policy)
    case .junit: junitText(policy)
    case .json: try json()
    }
  }
}
