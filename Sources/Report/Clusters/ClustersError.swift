import Core

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
  }

  package let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  package var failure: String {
    switch reason {
    case .noMethod(let name, _): "cannot show the clusters of \(name)"
    case .noTrial(let method): "cannot show the clusters of \(method ?? "the run")"
    case .noTables(let method): "cannot show the clusters of \(method)"
    case .noCluster(let name, let method, _): "cannot show the cluster \(name) of \(method)"
    }
  }

  package var cause: String {
    switch reason {
    case .noMethod(let name, let known): "the run has \(counted(known.count, "method")), and \(name) is not one of them"
    case .noTrial(let method): method == nil ? "the run has 0 trials" : "the run has 0 trials of it"
    case .noTables: "the run was stopped before its end, or made by a version that stored no tables of clusters"
    case .noCluster(let name, _, let known):
      "\(name) is neither the number nor the name nor a word of one of \(counted(known.count, "cluster"))"
    }
  }

  package var hint: String {
    switch reason {
    case .noMethod(let name, let known):
      (Nearest.of(name, in: known).map { "did you mean \($0)? " } ?? "") + "there are \(list(known))"
    case .noTrial, .noTables: "run the same command again: it reuses the trials that are finished"
    case .noCluster(let name, _, let known):
      (Nearest.of(name, in: known).map { "did you mean \(shellWord($0))? " } ?? "") + "there are \(list(known))"
    }
  }
}
