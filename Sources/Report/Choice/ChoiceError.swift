import Core

/// The reason why nothing can be chosen from a run.
package struct ChoiceError: ExplainedError, Equatable {
  /// The folder of the run.
  package let folder: String
  /// The number of sweeps that its experiment asks for.
  package let sweeps: Int
  /// True where the run was stopped, so that it may lack sweeps.
  package let wasStopped: Bool

  package var failure: String { "cannot choose from the run \(folder)" }
  package var cause: String {
    (wasStopped ? "the run was stopped: " : "") + "0 of its \(counted(sweeps, "sweep")) "
      + (wasStopped ? "have values of criteria" : "compare values by criteria")
  }
  package var hint: String {
    wasStopped
      ? "run the same command again, which goes on where the run stopped"
      : "give fusebench choose the experiment or its inputs, or add `criteria: yes` to a sweep of the experiment, and run it"
  }
}
