import Core
import Foundation
import Testing

/// Memory that kernels reach through pointers.
@Suite struct BufferTests {
  /// From none to more than two huge pages of bytes.
  static let counts = [0, 1, 15, 16, 1000, 100_003, 5 << 20]

  @Test(arguments: counts) func aBufferBeginsAtACacheLine(count: Int) {
    let (bytes, doubles) = (address(of: Buffer<UInt8>(count: count)), address(of: Buffer<Double>(zeroes: count)))
    let vectors = address(of: Buffer<SIMD16<Float>>(repeating: .zero, count: count / 64))
    #expect(bytes % 64 == 0 && doubles % 64 == 0 && vectors % 64 == 0)
  }

  private func address<Element>(of buffer: borrowing Buffer<Element>) -> Int { Int(bitPattern: buffer.base) }

  @Test(arguments: counts) func everyElementHoldsWhatWasWritten(count: Int) {
    let buffer = Buffer<Int32>(count: count)
    let others = Buffer<Int32>(repeating: -1, count: count)
    for index in 0..<count { buffer[index] = Int32(index) }
    for index in 0..<count where index % 3 == 0 { buffer[index] += 7 }
    let wrong = (0..<count).filter { buffer[$0] != Int32($0 % 3 == 0 ? $0 + 7 : $0) || others[$0] != -1 }
    #expect(wrong.isEmpty)
    #expect(buffer.count == count && buffer.bytes.count == 4 * count)
  }

  @Test(arguments: counts) func zeroesAreZeroWhateverTheMemoryHeldBefore(count: Int) {
    for _ in 0..<20 {
      let zeroes = Buffer<UInt8>(zeroes: count)
      #expect(zeroes.bytes.allSatisfy { $0 == 0 })
      zeroes.base.update(repeating: 0xff, count: count)
    }
  }

  @Test func aSumWithAnIndexIsThePlaceOfThatElement() {
    let buffer = Buffer<SIMD2<Float>>(repeating: .zero, count: 10)
    buffer[7] = SIMD2(1, 2)
    (buffer + 3).pointee.x = 5
    #expect((buffer + 7).pointee == SIMD2(1, 2))
    #expect(buffer[3] == SIMD2(5, 0))
    #expect(buffer + 10 == buffer.base + 10)
  }

  @Test func aBufferOfNoElementsHasRoomForOne() {
    for _ in 0..<1000 {
      let none = Buffer<SIMD16<Float>>(count: 0)
      let zeroes = Buffer<SIMD16<Float>>(zeroes: 0)
      none.base.initialize(to: SIMD16(repeating: 1))
      #expect(zeroes.base.pointee == .zero)
      #expect(none.count == 0 && zeroes.count == 0 && none.bytes.isEmpty)
    }
  }

  @Test func threadsShareABuffer() {
    let buffer = Buffer<Int>(count: 100_000)
    Parallel.forEachChunk(of: buffer.count, size: 1000) { chunk, range in
      for index in range { buffer[index] = chunk }
    }
    #expect((0..<buffer.count).allSatisfy { buffer[$0] == $0 / 1000 })
  }
}

/// When the memory of a buffer is given back.
@Suite struct BufferLifetimeTests {
  /// The heap gives the block that was freed last to whoever asks for as much next.
  @Test func aLocalBufferKeepsItsMemoryToTheEndOfItsScope() {
    for _ in 0..<100 {
      let first = Buffer<Int>(count: 100)
      let pointer = first.base
      pointer.initialize(repeating: 1, count: 100)
      let second = Buffer<Int>(repeating: 2, count: 100)
      #expect(pointer != second.base)
      #expect((0..<100).allSatisfy { pointer[$0] == 1 })
    }
  }

  private final class Owner {
    var large: Buffer<UInt8>
    let zeroes: Buffer<Float>?

    init(_ count: Int, failing: Bool = false) throws {
      large = Buffer(count: count)
      if failing { throw CancellationError() }
      zeroes = Buffer(zeroes: count)
    }

    func replace() { large = Buffer(count: large.count) }
  }

  /// Asks for more addresses than the process may have, one buffer after the other.
  @Test func memoryIsGivenBackAtTheEndOfItsOwner() async {
    await #expect(processExitsWith: .success) {
      #if os(Linux)
        // 50 GB in all, of pages that nobody touches, where 2 GB are allowed and a round holds half of one.
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[0]
        let most = rlim_t(pages)! * rlim_t(sysconf(Int32(_SC_PAGESIZE))) + 2 << 30
        var limit = rlimit(rlim_cur: most, rlim_max: most)
        precondition(setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0)
        for round in 0..<100 {
          let local = Buffer<UInt8>(count: 64 << 20)
          local[round] = 1
          let owner = try Owner(64 << 20)
          owner.replace()
          _ = try? Owner(64 << 20, failing: true)
        }
      #endif
    }
  }

  @Test(arguments: [1 << 50, 1 << 60, .max]) func memoryThatIsRefusedEndsTheProcess(count: Int) async {
    for zeroes in [false, true] {
      await #expect(processExitsWith: .success) { [count = count as Int, zeroes = zeroes as Bool] in
        // What the command does, with another code than that of a crash.
        Memory.end = { exit($0.needed >= 1 << 50 ? EXIT_SUCCESS : EXIT_FAILURE) }
        let buffer = zeroes ? Buffer<Double>(zeroes: count) : Buffer<Double>(count: count)
        exit(buffer.count > 0 ? 3 : 4)
      }
    }
  }
}
