import ArgumentParser
import Results

/// The options of every subcommand that writes into a run's folder.
struct ClaimOptions: ParsableArguments {
  @Flag(help: "Wait while another process writes into the run's folder.")
  var wait = false

  /// Claims a run's folder, which is to be given back at the end.
  ///
  /// - Parameter isNew: true where the folder is made where there is none.
  /// - Throws: `ResultsError` when another process holds it and this one does not wait.
  func claim(_ folder: RunFolder, isNew: Bool = false, quiet: Bool) throws -> FolderClaim {
    let onWait: ((String) -> Void)? =
      wait ? { holder in if !quiet { Messages.write("waiting for \(holder) to finish with \(folder.path)") } } : nil
    let claim = try isNew ? FolderClaim.make(folder, onWait: onWait) : .existing(folder, onWait: onWait)
    if let notice = claim.notice, !quiet { Messages.note(notice) }
    return claim
  }
}
