import Foundation
import Testing

/// The child processes of these tests.
@Suite(.timeLimit(.minutes(2))) struct RunningCommandTests {
  @Test(arguments: ["exec sleep 60", "trap '' TERM INT; exec sleep 60"])
  func aCanceledTestEndsItsProcessAndFailsAlone(script: String) async throws {
    let folder = try TemporaryFolder()
    let command = try RunningCommand(
      URL(fileURLWithPath: "/bin/sh"), ["-c", script], in: folder, environment: [:])
    await withKnownIssue {
      let waiting = Task { await command.outcome() }
      waiting.cancel()
      let outcome = await waiting.value
      #expect(outcome.crashed && outcome.status == SIGKILL)
    } matching: { issue in
      issue.comments.contains { $0.rawValue.contains("the test was canceled") }
    }
    #expect(kill(command.id, 0) == -1, "the process is still there")
  }

  @Test(arguments: [0, 3]) func anEndedProcessHasItsStatus(status: Int32) async throws {
    let outcome = try await Command.shell("exit \(status)", in: try TemporaryFolder())
    #expect(outcome.status == status && !outcome.crashed)
  }
}
