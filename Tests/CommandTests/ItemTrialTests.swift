import Foundation
import Testing

/// `scripts/item_trial.py`, which predicts by the rules alone which row belongs to which item, or the error, and holds
/// the command against it. With `FUSEBENCH_ITEM_TRIALS=2000` there are as many combinations.
@Suite struct ItemTrialTests {
  private static let count =
    ProcessInfo.processInfo.environment["FUSEBENCH_ITEM_TRIALS"].flatMap(Int.init) ?? 100

  @Test func everyCombinationEndsAsTheRulesSay() async throws {
    let folder = try TemporaryFolder()
    let script = Command.package.appendingPathComponent("scripts/item_trial.py").path
    let outcome = try await Command.shell(
      "command -v python3 > /dev/null || { echo 'no python3: skipped'; exit 0; }\n"
        + "exec python3 '\(script)' --command \"$0\" --count \(Self.count)", in: folder)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    if Self.count > 100 { print(outcome.output) }
  }
}
