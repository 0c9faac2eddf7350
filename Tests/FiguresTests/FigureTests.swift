import Core
import Figures
import Foundation
import Testing

@Suite struct FigureTests {
  @Test(arguments: [FigureFormat.png(), .pdf, .svg])
  func sameFigureGivesSameBytes(format: FigureFormat) throws {
    for chart in try everyChart() {
      for theme in [Theme.light, .dark] {
        let figure = Figure(chart, title: "Title", subtitle: "Below", note: "Note", theme: theme)
        #expect(try figure.data(format: format) == figure.data(format: format))
      }
    }
  }

  @Test(arguments: [72.0, 200, 300], [FigureSize.column, .page, .slide, FigureSize(width: 120, height: 80)])
  func pixelsAreMillimetersTimesResolution(dpi: Double, size: FigureSize) throws {
    let file = try Figure(line, size: size).data(format: .png(dpi: dpi))
    let pixels = Pixels(file)
    #expect(pixels.width == Int((size.width / 25.4 * dpi).rounded()))
    if let height = size.height { #expect(pixels.height == Int((height / 25.4 * dpi).rounded())) }
    #expect(pixels.hasCleanEdge)
  }

  @Test func fileNamesItsResolution() throws {
    let file = try Figure(line).data(format: .png(dpi: 254))
    // 254 dots an inch are 10,000 = 0x2710 a metre. The checksum was computed by Python's zlib.crc32.
    let chunk: [UInt8] = [0, 0, 0, 9] + Array("pHYs".utf8) + [0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10, 1]
    #expect(Array(file[33..<50]) == chunk)
    #expect(Array(file[50..<54]) == pHYsChecksum)
  }

  @Test func textStaysText() throws {
    let figure = Figure(strip, title: "Signs <&> \"more\"")
    let svg = String(decoding: try figure.data(format: .svg), as: UTF8.self)
    #expect(svg.contains(">Signs &lt;&amp;&gt; &quot;more&quot;</text>"))
    #expect(svg.hasSuffix("</g>\n</svg>\n"))
    #expect(!svg.contains("<symbol"))
    let pdf = String(decoding: try figure.data(format: .pdf), as: Unicode.ASCII.self)
    #expect(pdf.hasPrefix("%PDF-"))
    #expect(pdf.contains("/BaseFont"))
    #expect(pdf.contains("CreationDate (20000101000000") || pdf.contains("CreationDate (D:20000101000000"))
  }

  /// A font that is not embedded looks otherwise on another machine; without a map to Unicode text cannot be copied.
  @Test func everyFontOfAPDFIsEmbeddedAndItsTextCanBeCopied() throws {
    for chart in try everyChart() {
      let figure = Figure(chart, title: "Naïve — Größe ≤ 3", subtitle: "日本 שלום", size: .column)
      let pdf = String(decoding: try figure.data(format: .pdf), as: Unicode.ASCII.self)
      func count(_ text: String) -> Int { pdf.components(separatedBy: text).count - 1 }
      let descriptors = count("/Type /FontDescriptor")
      #expect(descriptors > 0 && count("/FontFile") == descriptors, "\(type(of: chart))")
      #expect(count("/ToUnicode") >= descriptors)
      // The name of an embedded subset begins with six capitals and a plus sign.
      for name in pdf.components(separatedBy: "/FontName /").dropFirst() {
        #expect(name.prefix(6).allSatisfy { $0.isASCII && $0.isUppercase } && name.dropFirst(6).first == "+")
      }
    }
  }

  @Test(arguments: [Theme.light, .dark], [FigureSize.column, .page, .slide, FigureSize(width: 40)])
  func nothingReachesTheEdge(theme: Theme, size: FigureSize) throws {
    for chart in try everyChart() {
      let file = try Figure(chart, title: String(repeating: "long title ", count: 30), size: size, theme: theme)
        .data(format: .png(dpi: 100))
      #expect(Pixels(file).hasCleanEdge, "\(type(of: chart))")
    }
  }

  @Test func anyTextIsDrawn() throws {
    let texts = [
      "", " ", "\0\u{1}\u{7f}", "line\nbreak\ttab", "日本語のクラス", "עברית", "👩‍👩‍👧‍👦 family", "\u{202e}reversed",
      "\u{fffe}\u{ffff}",
      "e" + String(repeating: "\u{301}", count: 5000), String(repeating: "W", count: 100_000), "%s %n <b>&amp;</b>",
    ]
    for text in texts {
      for format in [FigureFormat.png(dpi: 72), .pdf, .svg] {
        let chart = StripChart(title: text, rows: [.init(name: text, values: [1, 2])], referenceName: text)
        let data = try Figure(chart, title: text, subtitle: text, note: text, size: .column).data(format: format)
        #expect(data.count > 100)
        if format == .svg {
          let text = String(decoding: data, as: UTF8.self)
          let forbidden = text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value & 0xfffe == 0xfffe }
          #expect(!forbidden)
        }
      }
    }
  }

  @Test(arguments: [(0.0, nil), (-3, nil), (.nan, nil), (85, 0), (.infinity, 10)] as [(Double, Double?)])
  func sizesThatAreNotPositiveAreErrors(width: Double, height: Double?) {
    let error = #expect(throws: FigureError.self) {
      try Figure(line, size: FigureSize(width: width, height: height)).data(format: .png())
    }
    guard case .badSize = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func tooManyPixelsNamesBothNumbers() {
    let error = #expect(throws: FigureError.self) { try Figure(line, size: .page).data(format: .png(dpi: 5000)) }
    #expect(error?.reason == .tooManyPixels(side: "width", pixels: 34_252, limit: 32_767))
    #expect(error?.cause == "its width would be 34252 pixels; the limit is 32767")
    #expect(throws: FigureError(.badSize(what: "the resolution in dpi", value: 0))) {
      try Figure(line).data(format: .png(dpi: 0))
    }
  }

  @Test func theEndingOfAPathNamesTheFormat() throws {
    #expect(try FigureFormat(path: "a/strip.png", dpi: 300) == .png(dpi: 300))
    #expect(try FigureFormat(path: "strip.PDF") == .pdf)
    #expect(try FigureFormat(path: "strip.svg") == .svg)
    #expect(throws: FigureError(.unknownFormat(path: "strip.jpeg"))) { try FigureFormat(path: "strip.jpeg") }
  }

  private let pHYsChecksum: [UInt8] = [0x94, 0x69, 0x51, 0x19]
}
