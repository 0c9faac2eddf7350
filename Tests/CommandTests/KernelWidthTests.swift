import Foundation
import Testing

/// The command on processors with and without AVX-512.
@Suite struct KernelWidthTests {
  private static let hasAVX512 =
    (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.contains(" avx512f") ?? false

  @Test(.enabled(if: hasAVX512, "this processor has no AVX-512, so that there is one width alone"))
  func labelsAndScoresOfTheEmojiAreTheSameBitsWithBothWidths() async throws {
    let widest = try await emoji(["FUSEBENCH_CPU": "v4"], threads: 1)
    let narrow = try await emoji(["FUSEBENCH_CPU": "v3"], threads: 1)
    let elsewhere = try await emoji(["FUSEBENCH_CPU": "v3", "OPENBLAS_CORETYPE": "Haswell"], threads: 2)
    let usual = try await emoji([:], threads: 2)
    #expect([widest.vectorBits, narrow.vectorBits, elsewhere.vectorBits, usual.vectorBits] == [512, 256, 256, 512])
    #expect(widest.results.keys.filter { $0.hasPrefix("trials/") }.count == 16)
    #expect(widest.results["scores.csv"] != nil)
    #expect(narrow.results == widest.results)
    #expect(elsewhere.results == widest.results)
    #expect(usual.results == widest.results)
  }

  /// The labels and scores of the experiment that ships, by file, and the width that computed them.
  private func emoji(
    _ environment: [String: String], threads: Int
  ) async throws -> (vectorBits: Int?, results: [String: Data]) {
    let folder = try TemporaryFolder()
    let experiment = Command.package.appendingPathComponent("datasets/emoji/experiment.yaml").path
    let arguments = [
      "run", experiment, "--seeds", "2", "--figures", "none", "--threads", "\(threads)", "--out", "emoji",
    ]
    try await Command.run(arguments, in: folder, environment: environment).expectSuccess()
    let platform = try folder.json("emoji/run.json")["platform"] as? [String: Any]
    let results = try folder.contents(of: "emoji").filter { $0.key.hasSuffix(".labels.npy") || $0.key == "scores.csv" }
    return (platform?["vectorBits"] as? Int, results)
  }

  #if arch(x86_64)
    @Test(arguments: ["v5", "v2", "V4", "avx512", " v3"])
    func aWidthThatThereIsNotIsAnError(asked: String) async throws {
      let folder = try TemporaryFolder()
      let outcome = try await Command.run(["methods"], in: folder, environment: ["FUSEBENCH_CPU": asked])
      outcome.expectFailure(naming: ["cannot choose the kernels", "\"\(asked)\"", "v3 and v4", "unset FUSEBENCH_CPU"])
    }
  #endif
}
