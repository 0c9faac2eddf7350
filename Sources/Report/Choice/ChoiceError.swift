import Core

/// The reason why nothing can be chosen from a run.
package struct ChoiceError: ExplainedError, Equatable {
  /// The folder of the run.
  package let folder: String
  /// The number of its sweeps.
  package let sweeps: Int

  package var failure: String { "cannot choose from the run \(folder)" }
  package var cause: String { "0 of its \(counted(sweeps, "sweep")) compare values by criteria" }
  package var hint: String {
    "give fusebench choose the experiment or its inputs, or add `criteria: yes` to a sweep of the experiment, and run it"
  }
}
