// swift-tools-version: 6.2
import PackageDescription

// The folders under Sources/ are the pipeline, in this order:
// Datasets ─► Features ─► Fusion ─► Clustering ─► Scores ─► Figures / Report.
// ARCHITECTURE.md says what each may import; Tests/ArchitectureTests holds it.
let package = Package(
  name: "fusebench",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "fusebench", targets: ["fusebench"]),
    // For Benchmarks/, which has a manifest of its own.
    .library(
      name: "FusebenchStages",
      targets: ["Matrices", "Stages", "Datasets", "Features", "Clustering", "Reduction", "Scores"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    // The command
    .executableTarget(
      name: "fusebench",
      dependencies: [
        "Harness", "Report", "Results", "Stages", "Matrices", "CStart",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Around the stages
    .target(
      name: "Harness",
      dependencies: [
        "Datasets", "Features", "Fusion", "Clustering", "Scores", "Statistics", "Reduction", "Stages", "Results",
        "Matrices", "CCrypto", .product(name: "Yams", package: "Yams"),
      ]),
    // The parts of the page become a part of the program, so that it can be moved and needs no other file.
    .target(
      name: "Report",
      dependencies: [
        "Results", "Scores", "Reduction", "Figures", "Matrices", .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [.embedInCode("Page/Parts")]),
    .target(name: "Results", dependencies: ["Matrices"]),
    .target(name: "Figures", dependencies: ["Matrices", "CCairo"]),

    // The stages
    .target(name: "Datasets", dependencies: ["Matrices", "CImageCodecs", "CZip", "CZlib"]),
    .target(name: "Features", dependencies: ["Matrices", "Datasets"]),
    .target(name: "Fusion", dependencies: ["Stages", "Matrices", "Reduction"]),
    .target(name: "Clustering", dependencies: ["Stages", "Matrices"]),
    .target(name: "Reduction", dependencies: ["Stages", "Matrices"]),
    .target(name: "Scores", dependencies: ["Matrices"]),
    .target(name: "Statistics", dependencies: ["Scores", "Matrices"]),

    // What a method declares
    .target(name: "Stages", dependencies: ["Matrices"]),

    // The foundation
    .target(name: "Matrices", dependencies: ["COpenBLAS", "CKernels"]),

    // C without the flags below: the check of the processor at the start of the command, and the hottest kernels, for several
    // widths of vectors
    .target(name: "CStart"),
    .target(name: "CKernels"),

    // C: the image codecs behind a status-and-message call, and system libraries
    .target(
      name: "CImageCodecs", dependencies: ["CPNG", "CJPEG", "CWebP", "CGIF", "CTIFF"],
      // Not every giflib comes with a description for pkg-config.
      linkerSettings: [.linkedLibrary("gif")]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(name: "CWebP", pkgConfig: "libwebpdemux", providers: [.apt(["libwebp-dev"]), .brew(["webp"])]),
    .systemLibrary(name: "CGIF", providers: [.apt(["libgif-dev"]), .brew(["giflib"])]),
    .systemLibrary(name: "CTIFF", pkgConfig: "libtiff-4", providers: [.apt(["libtiff-dev"]), .brew(["libtiff"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),

    // Tests: one target a module, and one that holds the layout
    .testTarget(name: "MatricesTests", dependencies: ["Matrices"]),
    .testTarget(name: "StagesTests", dependencies: ["Stages", "Matrices"]),
    .testTarget(name: "DatasetsTests", dependencies: ["Datasets", "Matrices"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "FeaturesTests", dependencies: ["Features", "Datasets", "Matrices"], resources: [.copy("Fixtures")]),
    .testTarget(name: "FusionTests", dependencies: ["Fusion", "Reduction", "Stages", "Matrices"]),
    .testTarget(
      name: "ClusteringTests", dependencies: ["Clustering", "Stages", "Matrices"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "ReductionTests", dependencies: ["Reduction", "Stages", "Matrices"], resources: [.copy("Fixtures")]),
    .testTarget(name: "ScoresTests", dependencies: ["Scores", "Matrices"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Statistics", "Scores", "Clustering", "Stages", "Matrices"],
      resources: [.copy("Fixtures")]),
    .testTarget(name: "FiguresTests", dependencies: ["Figures", "Matrices", "CCairo"]),
    .testTarget(name: "ResultsTests", dependencies: ["Results", "Matrices"], resources: [.copy("Fixtures")]),
    .testTarget(name: "ReportTests", dependencies: ["Report", "Results", "Figures", "Matrices"]),
    .testTarget(
      name: "HarnessTests",
      dependencies: [
        "Harness", "Report", "Datasets", "Features", "Fusion", "Reduction", "Clustering", "Scores", "Statistics",
        "Stages", "Results", "Matrices",
      ]),
    // It runs the command, which every build of the tests makes, and links nothing of it.
    .testTarget(name: "CommandTests", exclude: ["Fixtures"]),
    .testTarget(name: "ArchitectureTests"),
  ]
)

// Strict settings everywhere; on x86-64 the instructions of x86-64-v3, which most processors since 2015 have, so that a
// program does not belong to the machine that built it. `CKernels` uses wider vectors where there are some. (Values that
// cross modules need the flags to be the same in all of them.)
for target in package.targets where target.type == .regular || target.type == .executable || target.type == .test {
  guard
    !target.name.hasPrefix("C") || target.name == "Clustering" || target.name == "CommandTests"
      || target.name == "ClusteringTests"
  else { continue }
  var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
  #if arch(x86_64)
    settings.append(.unsafeFlags(["-Xcc", "-march=x86-64-v3"]))
  #endif
  target.swiftSettings = (target.swiftSettings ?? []) + settings
}

// The command holds Swift's libraries and Foundation in itself: it then starts in 13 ms of CPU time in place of 21, most
// of which goes into the relocation of shared libraries. The tests must share them with the testing library, so nothing
// that they link depends on this target. (Another linker would warn of a call inside Foundation; this one comes with
// Swift.)
#if os(Linux)
  for target in package.targets where target.name == "fusebench" {
    target.swiftSettings?.append(.unsafeFlags(["-static-stdlib"]))
    // An allocation that the system refuses ends in Interruption.swift rather than in the runtime's abort.
    let refusal = "-Wl,--wrap=_ZN5swift28swift_abortAllocationFailureEmm"
    target.linkerSettings = [.unsafeFlags(["-static-stdlib", "-use-ld=lld", "-Xclang-linker", refusal])]
  }
#endif
