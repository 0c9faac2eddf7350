import Core

/// The reason why a run cannot be explained.
package struct ExplainError: ExplainedError, Equatable {
  package enum Reason: Sendable, Equatable {
    /// Inputs of the run are not where its paths lead.
    case noInputs(run: String, folder: String, missing: [String], of: Int)
    /// An input has other contents than when the run was made.
    case changedInput(run: String, path: String, found: String, known: String)
    /// The run has several methods, and labels are those of one.
    case methodNeeded(known: [String])
    case unknownMethod(String, known: [String])
  }

  package let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  package var isWrongUsage: Bool {
    switch reason {
    case .methodNeeded, .unknownMethod: true
    case .noInputs, .changedInput: false
    }
  }

  package var failure: String {
    switch reason {
    case .noInputs(let run, _, _, _), .changedInput(let run, _, _, _): "cannot fit the methods of \(run) again"
    case .methodNeeded: "cannot explain the labels"
    case .unknownMethod(let name, _): "cannot use --method \(name)"
    }
  }

  package var cause: String {
    switch reason {
    case .noInputs(_, let folder, let missing, let all):
      "\(missing.count) of \(counted(all, "input file")) \(missing.count == 1 ? "is" : "are") not in the folder \(folder): "
        + list(missing, limit: 4)
    case .changedInput(_, let path, let found, let known):
      "\(path) has the SHA-256 \(found.prefix(12))…, and had \(known.prefix(12))… when the run was made"
    case .methodNeeded(let known):
      "the run has \(counted(known.count, "method")), and labels are those of one: \(list(known, limit: 6))"
    case .unknownMethod(let name, let known): "\(name) is not one of the run's methods: \(list(known, limit: 6))"
    }
  }

  package var hint: String {
    switch reason {
    case .noInputs: "name the folder from which the run's paths are meant by --inputs: that of its experiment file"
    case .changedInput: "restore the file, or run the experiment again"
    case .methodNeeded(let known): "name the method of the labels, such as --method \(known.first ?? "kmeans:visual")"
    case .unknownMethod(let name, let known):
      Nearest.of(name, in: known).map { "did you mean \($0)?" } ?? "name a method as clusterer:space"
    }
  }
}
