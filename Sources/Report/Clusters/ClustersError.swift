import Core
import Results

/// The reason why the clusters of a run cannot be shown.
package struct ClustersError: ExplainedError, Equatable {
  package enum Reason: Sendable, Equatable {
    /// The run has no such method; `known` lists its methods, each `clusterer:space`.
    case noMethod(String, known: [String])
    /// The run has no trial at all, or none of the method.
    case noTrial(method: String?)
    /// The run stored no tables of the method.
    case noTables(method: String)
    /// No cluster of the method has this number, name or word; `known` lists their names.
    case noCluster(String, method: String, known: [String])
    /// The items have no column of this name, and there is no such file; `known` lists the columns.
    case noColumn(String, known: [String])
    /// No item of the smallest cluster has a match in every other one.
    case noMatches(column: String, method: String)
  }

  package let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  package var failure: String {
    switch reason {
    case .noMethod(let name, _): "cannot show the clusters of \(name)"
    case .noTrial(let method): "cannot show the clusters of \(method ?? "the run")"
    case .noTables(let method): "cannot show the clusters of \(method)"
    case .noCluster(let name, let method, _): "cannot show the cluster \(name) of \(method)"
    case .noColumn(let name, _): "cannot match items in \(name)"
    case .noMatches(let column, let method): "cannot draw items of \(method) that match in \(column)"
    }
  }

  package var cause: String {
    switch reason {
    case .noMethod(let name, let known):
      "the run has \(counted(known.count, "method")), and \(name) \(StoredRun.reasonNotMeant(name, among: known))"
    case .noTrial(let method): method == nil ? "the run has 0 trials" : "the run has 0 trials of it"
    case .noTables: "the run was stopped before its end, or made by a version that stored no tables of clusters"
    case .noCluster(let name, _, let known):
      "\(name) is neither the number nor the name nor the class nor a word of one of \(counted(known.count, "cluster"))"
    case .noColumn(let name, let known):
      "\(name) is neither a file nor one of \(counted(known.count, "column")) of the items"
    case .noMatches: "0 items of the smallest cluster have a match in every other cluster"
    }
  }

  package var hint: String {
    switch reason {
    case .noMethod(let name, let known):
      (Nearest.of(name, in: known).map { "did you mean \($0)? " } ?? "") + "there are \(list(known))"
    case .noTrial, .noTables: "run the same command again: it reuses the trials that are finished"
    case .noCluster(let name, _, let known):
      (Nearest.of(name, in: known).map { "did you mean \(shellWord($0))? " } ?? "") + "there are \(list(known))"
    case .noColumn(let name, let known):
      (Nearest.of(name, in: known).map { "did you mean \(shellWord($0))? " } ?? "")
        + "there are \(list(known, limit: 20)), and columns of files, as in table.csv:COLUMN"
    case .noMatches: "match in another column, or draw without --matched"
    }
  }
}
