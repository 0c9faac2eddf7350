import Foundation
import Testing

/// The child processes of these tests.
@Suite struct RunningCommandTests {
  @Test(arguments: ["exec sleep 60", "trap '' TERM INT; exec sleep 60"])
  func aProcessThatHangsIsEndedAndItsTestFailsAlone(script: String) async throws {
    let folder = try TemporaryFolder()
    let command = try RunningCommand(
      URL(fileURLWithPath: "/bin/sh"), ["-c", script], in: folder, environment: [:], limit: 0.2)
    await withKnownIssue {
      let outcome = await command.outcome()
      #expect(outcome.crashed && outcome.status == SIGKILL)
    } matching: { issue in
      issue.comments.contains { $0.rawValue.contains("it took too long") }
    }
    #expect(kill(command.id, 0) == -1, "the process is still there")
  }

  @Test func aCanceledTestWaitsForItsProcess() async throws {
    let folder = try TemporaryFolder()
    let command = try RunningCommand(
      URL(fileURLWithPath: "/bin/sh"), ["-c", "sleep 0.3; exit 4"], in: folder, environment: [:])
    let waiting = Task { await command.outcome() }
    waiting.cancel()
    let outcome = await waiting.value
    #expect(outcome.status == 4 && !outcome.crashed)
  }

  @Test(arguments: [0, 3]) func anEndedProcessHasItsStatus(status: Int32) async throws {
    let outcome = try await Command.shell("exit \(status)", in: try TemporaryFolder())
    #expect(outcome.status == status && !outcome.crashed)
  }

  @Test func aTurnstileLetsAsManyThroughAsItHasPlacesAndEverybodyInTheEnd() async throws {
    let turnstile = Turnstile(places: 3)
    let visitors = Visitors()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask {
          try await turnstile.pass {
            await visitors.come()
            try await Task.sleep(for: .milliseconds(20))
            await visitors.go()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(await visitors.most == 3)
    #expect(await visitors.gone == 20)
  }

  private actor Visitors {
    private(set) var most = 0
    private(set) var gone = 0
    private var inside = 0

    func come() {
      inside += 1
      most = max(most, inside)
    }

    func go() {
      inside -= 1
      gone += 1
    }
  }
}
