import Core
import Testing

/// The number of threads by default.
@Suite struct ThreadsTests {
  @Test(
    arguments: [
      ("Name:\tfusebench\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\n", 2), ("Cpus_allowed:\t00000000,00000004\n", 1),
      ("Cpus_allowed:\tff,ffffffff\n", 40), ("Cpus_allowed:\t0\n", nil), ("Cpus_allowed_list:\t0-1\n", nil), ("", nil),
    ] as [(String, Int?)])
  func processorsOfTheMaskAreCounted(status: String, count: Int?) {
    #expect(Threads.allowedProcessors(inStatus: status) == count)
  }

}
